import { describe, expect, it } from "vitest";
import { readColumns } from "./read-columns";

const ask = () => Promise.resolve({ columns: [{ name: "id", dataTypeID: 23 }], rows: [] });

describe("a query", () => {
  it.each(["select 1", "-- all\n/* of */ ((SELECT 1))", "WITH a AS (SELECT 1) TABLE a", "values(1)"])(
    "may begin like %j",
    async (query) => {
      expect(await readColumns(ask, { reads: "query", query })).toEqual([{ name: "id", oid: 23 }]);
    },
  );

  const long = 40_000;
  it.each([
    "insert",
    "-- select",
    "/* select",
    "selected",
    `${"-- ".repeat(long)}\n insert`,
    `${"/*".repeat(long)} insert`,
    `${"/**/".repeat(long)} insert`,
    `${" ".repeat(long)}(insert`,
  ])("may not begin like %.20j, which is seen in no time", async (query) => {
    const before = performance.now();
    await expect(readColumns(ask, { reads: "query", query })).rejects.toMatchObject({ code: "query_writes" });
    expect(performance.now() - before).toBeLessThan(100);
  });
});
