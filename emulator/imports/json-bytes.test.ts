import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonBytes } from "./json-bytes.ts";

test("never calls an oversize value small, and is exact near the limit", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 400 }), (value, limit) => {
      const exact = Buffer.byteLength(JSON.stringify(value));
      const measured = jsonBytes(value, limit);
      expect(measured > limit).toBe(exact > limit);
    }),
    { numRuns: 2000 },
  );
});
