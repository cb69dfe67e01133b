import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "./klaviyo/limits";
import { toImportBody } from "./klaviyo/import-jobs";
import { createBlockWriter, toBlock, withoutRows } from "./record-block";
import type { RecordBlock } from "./types";

const record = (bytes: number) => ({ json: `"${"x".repeat(bytes - 2)}"`, bytes });
const target = { listId: "AbC123" };
const bodyBytes = (block: RecordBlock) => Buffer.concat(toImportBody(target, block)).length;
const recordsOf = ({ rows }: RecordBlock) => JSON.parse(`[${rows.toString()}]`) as string[];
const sizesOf = (block: RecordBlock) => recordsOf(block).map((text) => text.length + 2);

function cut(sizes: number[], by: Parameters<typeof createBlockWriter>[0] = limits): RecordBlock[] {
  const blocks: RecordBlock[] = [];
  let writer = createBlockWriter(by);
  for (const size of sizes) {
    if (writer.add(record(size))) continue;
    blocks.push(writer.finish());
    writer = createBlockWriter(by);
    writer.add(record(size));
  }
  return [...blocks, writer.finish()];
}

describe("a block ends", () => {
  it("by count, at 10,000", () => {
    const blocks = cut(Array.from({ length: 20_001 }, () => 10));
    expect(blocks.map(({ count }) => count)).toEqual([10_000, 10_000, 1]);
  });

  it("by bytes, with what stands between records and the envelope counted", () => {
    const small = { records: 100, bytes: 134, envelopeBytes: 10 };
    // 10 + 40 + 2 + 40 + 2 + 40 = 134
    expect(cut([40, 40, 40], small).map(sizesOf)).toEqual([[40, 40, 40]]);
    expect(cut([40, 40, 41], small).map(sizesOf)).toEqual([[40, 40], [41]]);
  });

  it("with nothing in it when there are no records", () => {
    expect(createBlockWriter(limits).finish()).toEqual({ count: 0, rows: Buffer.alloc(0) });
  });

  it("in order, losing none, every body within both limits as it is really sent", () => {
    const sizes = fc.array(fc.integer({ min: 2, max: 300 }), { maxLength: 200 });
    const bounds = fc.record({
      records: fc.integer({ min: 1, max: 20 }),
      bytes: fc.integer({ min: 600, max: 2000 }),
    });
    fc.assert(
      fc.property(sizes, bounds, (bytes, bound) => {
        const by = { ...limits, ...bound };
        const blocks = cut(bytes, by).filter(({ count }) => count > 0);
        expect(blocks.flatMap(sizesOf)).toEqual(bytes);
        for (const block of blocks) {
          expect(block.count).toBe(recordsOf(block).length);
          expect(block.count).toBeLessThanOrEqual(by.records);
          expect(bodyBytes(block)).toBeLessThanOrEqual(by.bytes);
        }
      }),
    );
  });

  it("never with a record that is too large alone", () => {
    const writer = createBlockWriter({ records: 1, bytes: 100, envelopeBytes: 10 });
    expect(() => writer.add(record(91))).toThrow("91 bytes");
  });

  it("with the bytes it was given, whatever the script", () => {
    const texts = ["Ödön", "名前", 'a,"b', "\n,\n", "🙂"].map((text) => JSON.stringify(text));
    const writer = createBlockWriter(limits);
    for (const json of texts) expect(writer.add({ json, bytes: Buffer.byteLength(json) })).toBe(true);
    const block = writer.finish();
    expect(block).toEqual(toBlock(texts.map((json) => ({ json, bytes: Buffer.byteLength(json) }))));
    expect(recordsOf(withoutRows(block, (index) => index === 1 || index === 4))).toEqual([
      "Ödön",
      'a,"b',
      "\n,\n",
    ]);
  });
});

it("Klaviyo's envelope is within what is set aside for it", () => {
  expect(bodyBytes(toBlock([]))).toBeLessThanOrEqual(limits.envelopeBytes);
});
