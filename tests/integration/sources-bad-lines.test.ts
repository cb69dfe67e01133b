import { expect } from "vitest";
import { NotFound } from "@/lib/errors";
import { downloadBadLines } from "@/lib/sources/download-bad-lines";
import { importFile } from "../support/imports";
import { it } from "../support/workspace";

const head = (kind: "file" | "database") => [
  kind === "file" ? "line" : "row",
  "reason",
  "column",
  "first with key",
];
const sentence = ({ code }: { code: string }) => code;

it("a viewer downloads all bad lines with line, reason and column, and no content of theirs", async ({
  contributor,
  viewer,
}) => {
  const good = Array.from({ length: 9_000 }, (_, index) => `k${index},1,x\n`).join("");
  const bad = Array.from({ length: 2_500 }, (_, index) => `b${index},secret${index},x\n`).join("");
  const { importId } = await importFile(contributor, `Id,=Orders,Name\n${good},2,Anna\nk0,3,Ben\n${bad}`, {
    key: "Id",
    types: { "=Orders": "number" },
  });
  const pieces = await Array.fromAsync((await downloadBadLines(viewer, { importId, head, sentence })).pieces);
  const lines = pieces.join("").trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + 2 + 2_500);
  expect(lines.slice(0, 4)).toEqual([
    "\ufeffline,reason,column,first with key",
    "9002,key_missing,Id,",
    "9003,key_repeated,,2",
    "9004,row_not_a_whole_number,'=Orders,",
  ]);
  expect(pieces.join("")).not.toMatch(/secret|Anna|Ben/);
});

it("of an import that is not there nothing is downloaded", async ({ viewer }) => {
  const asked = { importId: "00000000-0000-7000-8000-000000000000", head, sentence };
  await expect(downloadBadLines(viewer, asked)).rejects.toThrow(NotFound);
});
