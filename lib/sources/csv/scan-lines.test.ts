import fc from "fast-check";
import { expect, it } from "vitest";
import { csvDelimiters, csvQuotes, type CsvFormat } from "./csv-format";
import { parseBlock, parseCarefully } from "./parse-block";

type Parser = typeof parseBlock;

function recordsOf(parser: Parser, block: Buffer, format: CsvFormat) {
  const records: [cells: string[], endByte: number, lines: number][] = [];
  const end = parser(block, format, (cells, endByte, lines) => {
    records.push([[...cells], endByte, lines]);
    return true;
  });
  return { end, records };
}

const fragments = ["a", "ő", "👩", " ", "\t", ",", ";", "|", '"', '""', "'", "\n", "\r\n", "x,y\n", ' "b" ,'];

it("reads what the careful parser reads, and ends where it ends", () => {
  const text = fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join(""));
  const format = fc.record({
    encoding: fc.constant("utf-8" as const),
    delimiter: fc.constantFrom(...csvDelimiters),
    quote: fc.constantFrom(...csvQuotes),
  });
  fc.assert(
    fc.property(text, format, (content, chosen) => {
      const block = Buffer.from(content);
      expect(recordsOf(parseBlock, block, chosen)).toEqual(recordsOf(parseCarefully, block, chosen));
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['a, "b,c" ,"d ""e"""\n', [["a", "b,c", 'd "e"']]],
  ['"",\n', [["", ""]]],
  ["a,b\r\n\r\nc,d\n", [["a", "b"], [""], ["c", "d"]]],
])("takes %j apart", (text, expected) => {
  const format: CsvFormat = { encoding: "utf-8", delimiter: ",", quote: '"' };
  const { end, records } = recordsOf(parseBlock, Buffer.from(text), format);
  expect([end, records.map(([cells]) => cells)]).toEqual(["whole", expected]);
});
