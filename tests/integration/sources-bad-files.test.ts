import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { previewUpload } from "@/lib/sources/queries";
import { MAX_CELL_CHARS } from "@/lib/sources/csv/csv-format";
import {
  allProfiles,
  countTraces,
  findImport,
  importFile,
  importUnseen,
  noTraces,
  upload,
} from "../support/imports";
import { it } from "../support/workspace";

const wide = Array.from({ length: 2_000 }, (_, index) => `c${index}`).join(",");
// A local file header of a ZIP archive, and what it may hold.
const zip = Buffer.concat([Buffer.from("PK\x03\x04\x14\0\0\0\x08\0"), Buffer.alloc(200, 7)]);

describe("a file that is refused as a whole", () => {
  it.for([
    ["an empty file", "", "empty"],
    ["a file of blank lines", "\n \n\r\n", "empty"],
    ["a file without a header", "ann@example.com,Ann\nben@example.com,Ben\n", "no_header"],
    ["a file with nothing below its header", "Id,Name\n", "header_only"],
    ["two columns of one name", "Id,Name,name\n1,Ann,Ann\n", "duplicate_headers"],
    ["2,000 columns", `${wide}\n${wide}\n`, "too_many_columns"],
    ["a ZIP archive that is called .csv", zip, "zip_file"],
    ["NUL bytes in the header", "Id,Na\0me\n1,Ann\n", "nul_bytes"],
    ["a header whose quote is never closed", 'Id,"Name\n1,Ann\n', "unreadable_header"],
  ] as const)(
    "%s: its reason is said before and by the import, and nothing is kept",
    async ([, content, code], { contributor }) => {
      const uploadId = await upload(contributor, content);
      const { preview } = await previewUpload(contributor, { uploadId });
      expect(preview).toMatchObject({ ok: false, code });
      await prisma().upload.deleteMany();

      const importId = await importUnseen(contributor, content);
      expect(await findImport(importId)).toMatchObject({ status: "failed", problemCode: code });
      expect(await countTraces()).toEqual(noTraces);
    },
  );

  it("whose encoding was chosen wrongly keeps nothing, though its first lines could be read", async ({
    contributor,
  }) => {
    const good = Array.from({ length: 30 }, (_, index) => `${index},Ann\n`).join("");
    const bad = Array.from({ length: 30 }, (_, index) => `${index + 30},\xd5rs\n`).join("");
    const file = Buffer.from(`Id,Name\n${good}${bad}`, "latin1");
    const importId = await importUnseen(contributor, file);
    const { status, problemCode, problemParams } = await findImport(importId);
    expect({ status, problemCode }).toEqual({ status: "failed", problemCode: "wrong_encoding" });
    expect(problemParams).toEqual({ encoding: "utf-8", line: 32 });
    expect(await countTraces()).toEqual(noTraces);
  });

  it("because its columns are not those that were looked at", async ({ contributor }) => {
    const importId = await importUnseen(contributor, "Id,Name\n1,Ann\n", ["Name", "Id"]);
    expect(await findImport(importId)).toMatchObject({ status: "failed", problemCode: "no_header" });
    expect(await countTraces()).toEqual(noTraces);
  });
});

describe("a line that is left out while the others go in", () => {
  const badLines = (importId: string) =>
    prisma().importBadLine.findMany({
      where: { importId },
      orderBy: { line: "asc" },
      select: { line: true, code: true, column: true, otherLine: true },
    });
  const around = (line: string) => `Id,Name,Orders\n1,Ann,1\n${line}\n3,Cid,3\n`;
  const types = { Id: "text", Orders: "number" } as const;

  it.for([
    ["a quote inside a cell", '2,Be"n",2', "broken_quote", null],
    ["too many values", "2,Ben,2,2", "too_many_cells", null],
    ["too few values", "2,Ben", "too_few_cells", null],
    ["a NUL byte", "2,B\0n,2", "nul_byte", "Name"],
    ["a cell of a megabyte", `2,${"x".repeat(1_000_000)},2`, "cell_too_long", "Name"],
    ["a line of two megabytes", `2,${"x".repeat(2_000_000)},2`, "row_too_long", null],
    ["a cell one character too long", `2,${"x".repeat(MAX_CELL_CHARS + 1)},2`, "cell_too_long", "Name"],
    ["no key", ",Ben,2", "key_missing", "Id"],
    ["a key that is too long", `${"k".repeat(256)},Ben,2`, "key_too_long", "Id"],
    ["a value that is no number", "2,Ben,two", "not_a_number", "Orders"],
  ] as const)("%s", async ([, line, code, name], { contributor }) => {
    const { importId } = await importFile(contributor, around(line), { key: "Id", types });
    expect(await badLines(importId)).toEqual([{ line: 3, code, column: name, otherLine: null }]);
    expect(await findImport(importId)).toMatchObject({
      status: "successful",
      rowsRead: 3,
      rowsNew: 2,
      rowsBad: 1,
    });
    expect(Object.keys(await allProfiles())).toEqual(["1", "3"]);
  });

  it("repeats a key: the first line counts, and the bad one names it", async ({ contributor }) => {
    const file = "Id,Name\n1,Ann\n2,Ben\n1,Not Ann\n1,Not Ann either\n";
    const { importId } = await importFile(contributor, file, { key: "Id" });
    expect(await badLines(importId)).toEqual([
      { line: 4, code: "key_repeated", column: null, otherLine: 2 },
      { line: 5, code: "key_repeated", column: null, otherLine: 2 },
    ]);
    expect(await findImport(importId)).toMatchObject({ rowsRead: 4, rowsNew: 2, rowsBad: 2 });
    expect((await allProfiles())[1]).toMatchObject({ name: "Ann" });
  });
});
