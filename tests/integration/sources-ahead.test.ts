import { describe, expect } from "vitest";
import { pool } from "@/lib/db";
import { cancelImport } from "@/lib/sources/cancel-import";
import { runImport } from "@/lib/sources/run-import";
import { holdLock } from "../support/hold-lock";
import { beginImport, countTraces, findImport, noTraces } from "../support/imports";
import { it } from "../support/workspace";

// Large enough to be merged while it is read, in three pieces and a rest.
const LINES = 20_000;
const note = "x".repeat(1_200);
const line = (number: number) => `C-${String(number).padStart(6, "0")},${number},${note}\n`;
const lines = (numbers: Iterable<number>) => Array.from(numbers, line).join("");
const upTo = (count: number) => Array(count).keys();
const head = "Id,Orders,Note\n";
const types = { Orders: "number" } as const;
const lock = "LOCK TABLE source_record IN ACCESS EXCLUSIVE MODE";

async function countEverybody() {
  const { rows } = await pool().query<{ records: number; profiles: number; lines: number }>(
    `SELECT (SELECT count(*)::int FROM source_record) AS records, (SELECT count(*)::int FROM profile) AS profiles,
       (SELECT count(*)::int FROM pg_class WHERE relnamespace = 'staging'::regnamespace) AS lines`,
  );
  return rows[0];
}

describe("a large first file", () => {
  it("is merged while it is read, and seen only as a whole", async ({ contributor }) => {
    const { importId } = await beginImport(contributor, head + lines(upTo(LINES)), { key: "Id", types });
    await using door = await holdLock(lock);
    const running = runImport(importId);
    await door.untilBlocked();
    expect(await findImport(importId)).toMatchObject({ status: "running", stagedAt: null });
    await door.release();
    const seen = new Set<number>();
    let isOver = false;
    const watch = (async () => {
      while (!isOver) seen.add((await countEverybody())?.profiles ?? 0);
    })();
    await running;
    isOver = true;
    await watch;
    expect([...seen].filter((count) => count !== 0 && count !== LINES)).toEqual([]);
    expect(await findImport(importId)).toMatchObject({ status: "successful", rowsNew: LINES, rowsBad: 0 });
    expect(await countEverybody()).toEqual({ records: LINES, profiles: LINES, lines: 0 });
  });

  it("whose last line repeats a key goes the ordinary way, and has it once", async ({ contributor }) => {
    const content = head + lines(upTo(LINES)) + line(7);
    const { importId } = await beginImport(contributor, content, { key: "Id", types });
    await runImport(importId);
    expect(await findImport(importId)).toMatchObject({ status: "successful", rowsNew: LINES, rowsBad: 1 });
    expect(await countEverybody()).toEqual({ records: LINES, profiles: LINES, lines: 0 });
  });

  it("that is canceled meanwhile leaves nothing", async ({ contributor }) => {
    const { importId } = await beginImport(contributor, head + lines(upTo(LINES)), { key: "Id", types });
    await using door = await holdLock(lock);
    const running = runImport(importId);
    await door.untilBlocked();
    await cancelImport(contributor, { importId });
    await door.release();
    await running;
    expect(await findImport(importId)).toMatchObject({ status: "canceled" });
    expect(await countTraces()).toEqual(noTraces);
  });

  it("with many bad lines waits for somebody, and nobody is there yet", async ({ contributor }) => {
    const bad = Array.from(upTo(LINES), (number) => line(LINES + number).replace(/,\d+,/, ",many,")).join("");
    const content = head + lines(upTo(LINES)) + bad;
    const { importId } = await beginImport(contributor, content, { key: "Id", types });
    await runImport(importId);
    expect(await findImport(importId)).toMatchObject({ status: "review", rowsBad: LINES });
    expect(await countEverybody()).toMatchObject({ records: 0, profiles: 0 });
  });
});
