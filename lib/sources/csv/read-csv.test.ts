import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { collectItems } from "./collect-items";
import { MAX_RECORD_BYTES, type CsvEncoding, type CsvFormat } from "./csv-format";
import type { CsvItem } from "./csv-item";

/** Items as short lines: "3: Éva | Pécs", "4: broken_quote". */
function shown(items: CsvItem[]): string[] {
  return items.map((item) => {
    if (item.kind === "header") return item.columns.join(" | ");
    if (item.kind === "row") return `${item.line}: ${item.cells.join(" | ")}`;
    return `${item.line}: ${item.code}${item.column ? ` in ${item.column}` : ""}`;
  });
}

async function read(text: string, format: Partial<CsvFormat> = {}): Promise<string[]> {
  return shown(await collectItems(iconv.encode(text, format.encoding ?? "utf-8"), format));
}

describe("good files", () => {
  it.each<[string, string, Partial<CsvFormat>, string[]]>([
    ["LF line ends", "a,b\n1,2\n3,4\n", {}, ["a | b", "2: 1 | 2", "3: 3 | 4"]],
    ["CRLF line ends", "a,b\r\n1,2\r\n3,4\r\n", {}, ["a | b", "2: 1 | 2", "3: 3 | 4"]],
    ["CR line ends", "a,b\r1,2\r3,4\r", {}, ["a | b", "2: 1 | 2", "3: 3 | 4"]],
    ["mixed line ends", "a,b\r\n1,2\n3,4\r5,6", {}, ["a | b", "2: 1 | 2", "3: 3 | 4", "4: 5 | 6"]],
    ["no line end at the end", "a,b\n1,2", {}, ["a | b", "2: 1 | 2"]],
    ["spaces after the last row", "a,b\n1,2\n  ", {}, ["a | b", "2: 1 | 2"]],
    ["blank lines", "\n\na,b\n\n1,2\n , \n\n3,4\n\n", {}, ["a | b", "5: 1 | 2", "8: 3 | 4"]],
    ["spaces around names", " Full Name,Home  town \n1,2\n", {}, ["Full Name | Home town", "2: 1 | 2"]],
    ["a line break in a name", 'a,"b\nc"\n1,2\n', {}, ["a | b c", "3: 1 | 2"]],
    ["a quoted line break", 'a,b\n1,"x\r\ny\nz"\n3,4\n', {}, ["a | b", "2: 1 | x\r\ny\nz", "5: 3 | 4"]],
    ["doubled quotes", 'a,b\n"say ""hi""",""\n', {}, ["a | b", '2: say "hi" | ']],
    ["spaces around quotes", 'a,b\n "1,5" , "2" \n', {}, ["a | b", "2: 1,5 | 2"]],
    ["spaces within quotes", 'a,b\n" Anna  Mária ",2\n', {}, ["a | b", "2: Anna  Mária | 2"]],
    ["empty cells beyond the header", "a,b\n1,2,,\n", {}, ["a | b", "2: 1 | 2"]],
    ["empty names at the end of the header", "a,b,,\n1,2,,\n", {}, ["a | b", "2: 1 | 2"]],
    ["a name left out", ",b\n1,2\n", {}, ["Column 1 | b", "2: 1 | 2"]],
    ["Excel's delimiter hint", "sep=;\na;b\n1;2\n", { delimiter: ";" }, ["a | b", "3: 1 | 2"]],
    ["semicolons", "a;b\n1,5;2\n", { delimiter: ";" }, ["a | b", "2: 1,5 | 2"]],
    ["tabs", "a\tb\n1\t\n", { delimiter: "\t" }, ["a | b", "2: 1 | "]],
    ["bars", "a|b\n1|2\n", { delimiter: "|" }, ["a | b", "2: 1 | 2"]],
    ["apostrophes as quotes", "a,b\n'1,''5',\"\n", { quote: "'" }, ["a | b", "2: 1,'5 | \""]],
    ["one column", "a\n1\n\n2\n", {}, ["a", "2: 1", "4: 2"]],
    ["characters beyond 16 bits", "a,b\n👩‍🚀,𝒳\n", {}, ["a | b", "2: 👩‍🚀 | 𝒳"]],
  ])("reads %s", async (_, text, format, expected) => {
    expect(await read(text, format)).toEqual(expected);
  });

  const encodings: CsvEncoding[] = ["utf-8", "utf-16le", "utf-16be", "windows-1250", "iso-8859-2"];
  it.each(encodings)(
    "reads Hungarian letters in %s, with and without a byte order mark",
    async (encoding) => {
      const text = "Név,Város\r\nSzőke Ödön,Győr\r\nŰri Éva,Pécs\r\n";
      const expected = ["Név | Város", "2: Szőke Ödön | Győr", "3: Űri Éva | Pécs"];
      expect(await read(text, { encoding })).toEqual(expected);
      const marked = iconv.encode(text, encoding, { addBOM: true });
      expect(shown(await collectItems(marked, { encoding, chunkBytes: 1 }))).toEqual(expected);
    },
  );

  it("reads Western letters in windows-1252", async () => {
    expect(await read("Nom\nFrançois Œuvré €\n", { encoding: "windows-1252" })).toEqual([
      "Nom",
      "2: François Œuvré €",
    ]);
  });
});

describe("bad rows", () => {
  it.each<[string, string, string[]]>([
    ["a surplus cell", "a,b\n1,2,3\n4,5\n", ["a | b", "2: too_many_cells", "3: 4 | 5"]],
    ["a missing cell", "a,b\n1\n4,5\n", ["a | b", "2: too_few_cells", "3: 4 | 5"]],
    [
      "a line break without quotes",
      "a,b,c\n1,12 Main St\nFlat 4,x\n4,5,6\n",
      ["a | b | c", "2: too_few_cells", "3: too_few_cells", "4: 4 | 5 | 6"],
    ],
    ["text after a closing quote", 'a,b\n1,"x"y\n4,5\n', ["a | b", "2: broken_quote", "3: 4 | 5"]],
    ["a quote within a cell", 'a,b\n1,5" pipe\n4,5\n', ["a | b", "2: broken_quote", "3: 4 | 5"]],
    [
      "a quote closed by a later row's",
      'a,b\n1,"x\n2,"y"\n4,5\n',
      ["a | b", "2: broken_quote", "3: 2 | y", "4: 4 | 5"],
    ],
    [
      "a quote that swallows whole rows",
      'a,b,c\n1,"x,y\n2,x,y\n3,x,y"\n4,5,6\n',
      ["a | b | c", "2: broken_quote", "3: 2 | x | y", "4: broken_quote", "5: 4 | 5 | 6"],
    ],
    ["a quote never closed", 'a,b\n1,"x\n2,y\n4,5\n', ["a | b", "2: broken_quote", "3: 2 | y", "4: 4 | 5"]],
    ["a quote opened in the last line", 'a,b\n1,2\n3,"', ["a | b", "2: 1 | 2", "3: broken_quote"]],
    ["a NUL", "a,b\n1,x\0y\n4,5\n", ["a | b", "2: nul_byte in b", "3: 4 | 5"]],
    [
      "a cell of 1 MB",
      `a,b\n1,"${"x".repeat(1_000_000)}"\n4,5\n`,
      ["a | b", "2: cell_too_long in b", "3: 4 | 5"],
    ],
    ["a line of 2 MB", `a,b\n1,${"x".repeat(2_000_000)}\n4,5\n`, ["a | b", "2: row_too_long", "3: 4 | 5"]],
    ["a last line of 2 MB", `a,b\n1,${"x".repeat(2_000_000)}`, ["a | b", "2: row_too_long"]],
    ["2 MB of delimiters", `a,b\n${",".repeat(2_000_000)}\n4,5\n`, ["a | b", "2: row_too_long", "3: 4 | 5"]],
    [
      "an open quote before a line of 2 MB",
      `a,b\n1,"\n${"x".repeat(2_000_000)}\n4,5\n`,
      ["a | b", "2: broken_quote", "3: row_too_long", "4: 4 | 5"],
    ],
  ])("reports %s and reads on", async (_, text, expected) => {
    expect(await read(text)).toEqual(expected);
  });

  it("reports bytes that are no UTF-8 and reads on", async () => {
    const bytes = Buffer.concat([Buffer.from("a,b\n1,x\n2,"), Buffer.from([0xf5, 10]), Buffer.from("3,ő\n")]);
    expect(shown(await collectItems(bytes))).toEqual([
      "a | b",
      "2: 1 | x",
      "3: undecodable in b",
      "4: 3 | ő",
    ]);
  });

  it("takes the control codes of ISO 8859-2 for Windows letters read wrongly", async () => {
    const bytes = iconv.encode("a\nx\nŠárka\n", "windows-1250");
    expect(shown(await collectItems(bytes, { encoding: "iso-8859-2" }))).toEqual([
      "a",
      "2: x",
      "3: undecodable in a",
    ]);
  });

  it("loses one row to a quote that is left open over the rest of 5 MB", async () => {
    const row = "x".repeat(40);
    const count = 120_000;
    const lines = Array.from({ length: count }, (_, index) =>
      index === 2 ? `"open,${row}` : `${index},${row}`,
    );
    const items = await collectItems(Buffer.from(`a,b\n${lines.join("\n")}\n`));
    expect(items.filter((item) => item.kind === "bad")).toEqual([
      { kind: "bad", line: 4, code: "broken_quote" },
    ]);
    expect(items.filter((item) => item.kind === "row")).toHaveLength(count - 1);
    expect(items.at(-1)).toMatchObject({ line: count + 1 });
  });

  it("holds a quoted cell up to the largest record, and gives up on the next byte", async () => {
    const line = "y\n";
    const start = '1,"';
    const end = '"\n';
    const fitting = start + line.repeat((MAX_RECORD_BYTES - start.length - end.length - 1) / 2) + "x" + end;
    expect(Buffer.byteLength(fitting)).toBe(MAX_RECORD_BYTES);
    for (const chunkBytes of [70_000, 3_000_000]) {
      const fits = await collectItems(Buffer.from(`a,b\n${fitting}`), { chunkBytes });
      expect(fits[1]).toEqual({ kind: "bad", line: 2, code: "cell_too_long", column: "b" });
      const over = await collectItems(Buffer.from(`a,b\n${fitting.replace("x", "xx")}`), { chunkBytes });
      expect(over[1]).toEqual({ kind: "bad", line: 2, code: "broken_quote" });
    }
  });
});

describe("files that are refused", () => {
  const wide = Array.from({ length: 2_000 }, (_, index) => `c${index}`).join(",");
  it.each<[string, Buffer | string, Partial<CsvFormat>, object]>([
    ["no bytes", "", {}, { code: "empty" }],
    ["a byte order mark alone", "\ufeff", {}, { code: "empty" }],
    [
      "a UTF-16 byte order mark alone",
      Buffer.from([0xff, 0xfe]),
      { encoding: "utf-16le" },
      { code: "empty" },
    ],
    ["blank lines alone", "\n \r\n\n", {}, { code: "empty" }],
    ["a header alone", "a,b\n\n", {}, { code: "header_only" }],
    [
      "an address in the first row",
      "Anna,anna@example.com\n",
      {},
      { code: "no_header", params: { column: 2 } },
    ],
    ["a number in the first row", "Anna,12.5\nBéla,3\n", {}, { code: "no_header", params: { column: 2 } }],
    ["a date in the first row", "2024-03-01,x\n", {}, { code: "no_header", params: { column: 1 } }],
    [
      "a moment in the first row",
      "x,2024-03-01T10:00:00Z\n",
      {},
      { code: "no_header", params: { column: 2 } },
    ],
    ["an empty first row", ",,\na,b,c\n", {}, { code: "no_header", params: { column: 0 } }],
    [
      "names that differ in case alone",
      "Email,x, email \n1,2,3\n",
      {},
      { code: "duplicate_headers", params: { names: "email" } },
    ],
    [
      "2,000 columns",
      `${wide}\n${wide}\n`,
      {},
      { code: "too_many_columns", params: { count: 2_000, limit: 1_000 } },
    ],
    [
      "a broken quote in the header",
      'a,"b"c\n1,2\n',
      {},
      { code: "unreadable_header", params: { line: 1, reason: "broken_quote" } },
    ],
    [
      "a header of 2 MB",
      "x".repeat(2_000_000),
      {},
      { code: "unreadable_header", params: { line: 1, reason: "row_too_long" } },
    ],
    ["a NUL in the header", "a,b\0\n1,2\n", {}, { code: "nul_bytes", params: { line: 1 } }],
    [
      "a zip",
      Buffer.from("PK\x03\x04rest of it, which is long\n", "latin1"),
      {},
      { code: "zip_file", params: { found: "zip" } },
    ],
    [
      "UTF-16 read as UTF-8",
      iconv.encode("a,b\n1,2\n", "utf-16le", { addBOM: true }),
      {},
      { code: "wrong_encoding", params: { encoding: "utf-8", line: 1 } },
    ],
    ["UTF-8 read as UTF-16", "name,town\nAnna,Pécs\n", { encoding: "utf-16le" }, { code: "wrong_encoding" }],
    [
      "a long UTF-8 file read as UTF-16",
      "name,town\n".repeat(300_000),
      { encoding: "utf-16be" },
      { code: "wrong_encoding" },
    ],
    [
      "windows-1250 read as UTF-8, in the header",
      iconv.encode("Név,Város\nx,y\n", "windows-1250"),
      {},
      { code: "wrong_encoding", params: { encoding: "utf-8", line: 1 } },
    ],
    [
      "windows-1250 read as UTF-8, in the rows",
      iconv.encode(`a,b\n1,2\n${"ő,ű\n".repeat(10)}`, "windows-1250"),
      {},
      { code: "wrong_encoding", params: { encoding: "utf-8", line: 3 } },
    ],
    [
      "windows-1250 read as UTF-8, in its only row",
      iconv.encode("a\nő\n", "windows-1250"),
      {},
      { code: "wrong_encoding", params: { encoding: "utf-8", line: 2 } },
    ],
  ])("refuses %s", async (_, content, format, expected) => {
    await expect(collectItems(Buffer.from(content), format)).rejects.toMatchObject({
      name: "CsvRefusal",
      ...expected,
    });
  });
});
