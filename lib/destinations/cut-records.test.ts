import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCutter, cutRecords } from "./cut-records";
import { limits } from "./klaviyo/limits";
import { toImportBody } from "./klaviyo/import-jobs";

const record = (bytes: number) => ({ json: `"${"x".repeat(bytes - 2)}"`, bytes });
const target = { listId: "AbC123" };

async function cut(sizes: number[], by = limits): Promise<number[][]> {
  const pieces: number[][] = [];
  for await (const piece of cutRecords(sizes.map(record), by)) pieces.push(piece.map((each) => each.bytes));
  return pieces;
}

describe("records are cut", () => {
  it("by count, at 10,000", async () => {
    const pieces = await cut(Array.from({ length: 20_001 }, () => 10));
    expect(pieces.map((piece) => piece.length)).toEqual([10_000, 10_000, 1]);
  });

  it("by bytes, with the commas and the envelope counted", async () => {
    const small = { ...limits, records: 100, bytes: 132, envelopeBytes: 10 };
    // 10 + 40 + 1 + 40 + 1 + 40 = 132
    expect(await cut([40, 40, 40], small)).toEqual([[40, 40, 40]]);
    expect(await cut([40, 40, 41], small)).toEqual([[40, 40], [41]]);
  });

  it("into nothing when there are none", async () => {
    expect(await cut([])).toEqual([]);
  });

  it("in order, losing none, every body within both limits as it is really encoded", async () => {
    const sizes = fc.array(fc.integer({ min: 2, max: 300 }), { maxLength: 200 });
    const bounds = fc.record({
      records: fc.integer({ min: 1, max: 20 }),
      bytes: fc.integer({ min: 600, max: 2000 }),
    });
    await fc.assert(
      fc.asyncProperty(sizes, bounds, async (bytes, bound) => {
        const by = { ...limits, ...bound };
        const pieces: { json: string; bytes: number }[][] = [];
        for await (const piece of cutRecords(bytes.map(record), by)) pieces.push(piece);
        expect(pieces.flat().map((each) => each.bytes)).toEqual(bytes);
        for (const piece of pieces) {
          expect(piece.length).toBeGreaterThan(0);
          expect(piece.length).toBeLessThanOrEqual(by.records);
          expect(Buffer.byteLength(toImportBody(target, piece))).toBeLessThanOrEqual(by.bytes);
        }
      }),
    );
  });

  it("not at all when one alone is too large", () => {
    expect(() => createCutter({ records: 1, bytes: 100, envelopeBytes: 10 }).add(record(91))).toThrow(
      "91 bytes",
    );
  });
});

it("Klaviyo's envelope is within what is set aside for it", () => {
  expect(Buffer.byteLength(toImportBody(target, []))).toBeLessThanOrEqual(limits.envelopeBytes);
});

it("a stream is cut without being collected", async () => {
  let made = 0;
  async function* endless() {
    for (;;) {
      made++;
      yield record(400_000);
    }
  }
  for await (const piece of cutRecords(endless(), limits)) {
    expect(piece).toHaveLength(11);
    break;
  }
  expect(made).toBe(12);
});
