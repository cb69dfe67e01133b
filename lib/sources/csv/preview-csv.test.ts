import { expect, it } from "vitest";
import { plainCsv } from "./collect-items";
import { MAX_CELL_CHARS } from "./csv-format";
import { previewCsv } from "./preview-csv";

const preview = (text: string, isWhole: boolean, maxRows?: number) =>
  previewCsv(Buffer.from(text), plainCsv, { isWhole, maxRows });

it("shows the first fifty rows, or as many as asked for", async () => {
  const text = `a,b\n${"1,2\n".repeat(80)}`;
  expect((await preview(text, true)).rows).toHaveLength(50);
  expect((await preview(text, true, 70)).rows).toHaveLength(70);
});

it("shows the bad rows beside the good ones", async () => {
  expect(await preview("a,b\n1,2\n3\n4,\0\n", true)).toEqual({
    columns: ["a", "b"],
    rows: [{ line: 2, cells: ["1", "2"] }],
    bad: [
      { line: 3, code: "too_few_cells" },
      { line: 4, code: "nul_byte", column: "b" },
    ],
  });
});

it.each([
  ["within a cell", "a,b\n1,2\n3,4"],
  ["before a delimiter", "a,b\n1,2\n3"],
  ["within quotes", 'a,b\n1,2\n3,"x, y'],
  ["within a quoted line break", 'a,b\n1,2\n3,"x\ny\n'],
  ["after the line end", "a,b\n1,2\n"],
])("drops the record that a head cuts %s", async (_, text) => {
  expect(await preview(text, false)).toEqual({
    columns: ["a", "b"],
    rows: [{ line: 2, cells: ["1", "2"] }],
    bad: [],
  });
});

it("drops a character that a head cuts in two", async () => {
  const bytes = Buffer.from("a,b\n1,2\n3,ő").subarray(0, -1);
  expect((await previewCsv(bytes, plainCsv, { isWhole: false })).bad).toEqual([]);
});

it("shows the rows after a quote that stays open far longer than a cell may be", async () => {
  const shown = await preview(`a,b\n1,"x\n${"2,3\n".repeat(MAX_CELL_CHARS / 2)}`, false);
  expect(shown.bad).toEqual([{ line: 2, code: "broken_quote" }]);
  expect(shown.rows).toHaveLength(50);
});

it("shows a header whose rows are not in the head", async () => {
  expect(await preview("a,b\n1,2", false)).toEqual({ columns: ["a", "b"], rows: [], bad: [] });
});

it("refuses a whole file that ends after its header", async () => {
  await expect(preview("a,b\n", true)).rejects.toMatchObject({ code: "header_only" });
});
