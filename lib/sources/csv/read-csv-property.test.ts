import fc from "fast-check";
import iconv from "iconv-lite";
import { expect, it } from "vitest";
import { collectItems, plainCsv } from "./collect-items";
import { csvDelimiters, csvEncodings, csvQuotes, type CsvFormat } from "./csv-format";
import { CsvRefusal } from "./csv-problem";
import { readCsv } from "./read-csv";

const formats = fc.record({
  encoding: fc.constantFrom(...csvEncodings),
  delimiter: fc.constantFrom(...csvDelimiters),
  quote: fc.constantFrom(...csvQuotes),
});

async function outcome(chunks: Uint8Array[], format: CsvFormat) {
  async function* source() {
    yield* chunks;
  }
  try {
    return (await Array.fromAsync(readCsv(source(), format))).flat();
  } catch (error) {
    if (!(error instanceof CsvRefusal)) throw error;
    return { code: error.code, params: error.params };
  }
}

function cutAt(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const cuts = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).sort((one, other) => one - other),
    bytes.length,
  ];
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

// Letters of every width, and everything that has a meaning of its own, in any order.
const fragments = [
  "a",
  "ő",
  "€",
  "👩",
  " ",
  ",",
  ";",
  "\t",
  "|",
  '"',
  '""',
  "'",
  "\n",
  "\r",
  "\r\n",
  "\0",
  "\ufeff",
  "x,y\n",
];
const messyText = fc
  .array(fc.constantFrom(...fragments), { maxLength: 60 })
  .map((parts) => `a,b\n${parts.join("")}`);

it("gives the same items however a file is cut into chunks", async () => {
  const cuts = fc.array(fc.nat(), { maxLength: 30 });
  const property = fc.asyncProperty(
    messyText,
    formats,
    fc.boolean(),
    cuts,
    async (text, format, addBOM, places) => {
      const bytes = iconv.encode(text, format.encoding, { addBOM });
      expect(await outcome(cutAt(bytes, places), format)).toEqual(await outcome([bytes], format));
    },
  );
  await fc.assert(property, { numRuns: 400 });
});

it("gives the same items wherever the blocks it parses end", async () => {
  // Long rows fill the first block of 64 KiB up to a few characters, so that its end falls into the messy text.
  const filler = `a,b\n${`${"x".repeat(9_000)},y\n`.repeat(7)}`;
  const left = 65_536 - filler.length;
  const property = fc.asyncProperty(
    messyText,
    fc.nat(60),
    fc.array(fc.nat(80)),
    async (text, short, places) => {
      const bytes = Buffer.from(`${filler}${"z".repeat(left - short - 3)},z\n${text}`);
      const near = places.map((place) => bytes.length - place);
      expect(await outcome(cutAt(bytes, near), plainCsv)).toEqual(await outcome([bytes], plainCsv));
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

it("ends with items or a refusal, and never with another error, whatever the bytes", async () => {
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), formats, async (bytes, format) => {
    const whole = await outcome([bytes], format);
    expect(
      await outcome(
        [...bytes].map((byte) => Uint8Array.of(byte)),
        format,
      ),
    ).toEqual(whole);
  });
  await fc.assert(property, { numRuns: 400 });
});

it("reads back every row that was written with quotes", async () => {
  const cell = fc
    .string({
      unit: fc.constantFrom("a", "B", "7", "ő", "👩", " ", ",", ";", '"', "'", "\n", "\r\n", "\t", "|"),
      maxLength: 12,
    })
    .map((text) => text.trim());
  const row = fc
    .array(cell, { minLength: 3, maxLength: 3 })
    .filter((cells) => cells.some((text) => text !== ""));
  const rows = fc.array(row, { minLength: 1, maxLength: 20 });
  const lineEnds = fc.constantFrom("\n", "\r\n");
  const unicode = formats.map((format) => ({ ...format, encoding: plainCsv.encoding }));
  const property = fc.asyncProperty(
    rows,
    unicode,
    lineEnds,
    fc.nat(64),
    async (written, format, lineEnd, chunk) => {
      const quoted = (text: string) =>
        format.quote + text.replaceAll(format.quote, format.quote.repeat(2)) + format.quote;
      const lines = [["a", "b", "c"], ...written].map((cells) => cells.map(quoted).join(format.delimiter));
      const items = await collectItems(Buffer.from(lines.join(lineEnd)), {
        ...format,
        chunkBytes: chunk + 1,
      });
      expect(items.flatMap((item) => (item.kind === "row" ? [item.cells] : []))).toEqual(written);
      expect(items).toHaveLength(written.length + 1);
    },
  );
  await fc.assert(property, { numRuns: 300 });
});
