import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { inCancelableTransaction, isCanceled, pool } from "@/lib/db";
import { previewSegment } from "@/lib/segments/preview-segment";
import { suggestValues } from "@/lib/segments/suggest-values";
import { holdLock } from "../support/hold-lock";
import { valueOf } from "../support/imports";
import { addFields, addPeople, allOf, condition } from "../support/people";
import { it } from "../support/workspace";

const everybody = allOf(condition("city", "is_set"));

/** Statements of others that PostgreSQL is at. */
async function statementsLike(pattern: string): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() AND query LIKE $1`,
    [pattern],
  );
  return rows[0]?.count ?? 0;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(10);
}

describe("counting for somebody who may stop waiting", () => {
  it("stops in PostgreSQL when it is given up, and leaves the connection as it was", async () => {
    const abort = new AbortController();
    const limits = { signal: abort.signal, mostMs: 60_000 };
    const sleeping = inCancelableTransaction(limits, (client) => client.query("SELECT pg_sleep(50)"));
    const ending = expect(sleeping).rejects.toSatisfy(isCanceled);
    await until(async () => (await statementsLike("SELECT pg_sleep(50)%")) === 1);
    abort.abort();
    await ending;
    expect(await statementsLike("SELECT pg_sleep(50)%")).toBe(0);
    const again = Array.from({ length: 8 }, () =>
      pool().query("SELECT current_setting('statement_timeout')"),
    );
    for (const { rows } of await Promise.all(again)) expect(rows).toEqual([{ current_setting: "0" }]);
  });

  it("does not begin for somebody who has left", async () => {
    const limits = { signal: AbortSignal.abort(), mostMs: 60_000 };
    await expect(inCancelableTransaction(limits, () => Promise.resolve(1))).rejects.toThrow();
  });

  it("a preview that is given up ends its own statement", async ({ contributor }) => {
    await addFields({ city: "text" });
    await using lock = await holdLock("LOCK TABLE profile");
    const abort = new AbortController();
    const preview = previewSegment(contributor, { definition: everybody }, abort.signal);
    await lock.untilBlocked();
    expect(await statementsLike("SELECT count(*)::int AS people%")).toBe(1);
    abort.abort();
    expect(await preview).toEqual({ ok: false, code: "canceled", params: undefined });
    expect(await statementsLike("SELECT count(*)::int AS people%")).toBe(0);
  });

  it("a preview that takes too long is a sentence", { timeout: 30_000 }, async ({ contributor }) => {
    await addFields({ city: "text" });
    await using lock = await holdLock("LOCK TABLE profile");
    const preview = previewSegment(contributor, { definition: everybody });
    await lock.untilBlocked();
    expect(await preview).toEqual({ ok: false, code: "preview_too_slow", params: { seconds: 10 } });
  });
});

describe("a preview", () => {
  it("counts everybody and shows ten", async ({ contributor }) => {
    await addFields({ city: "text" });
    const people = Array.from({ length: 3_000 }, (_, index) => [`p${index}`, { city: "Pécs" }] as const);
    await addPeople(Object.fromEntries(people));
    const preview = valueOf(await previewSegment(contributor, { definition: everybody }));
    expect(preview.members).toBe(3_000);
    expect(preview.sample.map(({ key }) => key)).toEqual(people.slice(0, 10).map(([key]) => key));
  });

  it("names what does not fit at its place", async ({ contributor }) => {
    expect(await previewSegment(contributor, { definition: allOf(condition("shoes", "is_set")) })).toEqual({
      ok: false,
      code: "invalid",
      fields: {
        "definition.rules.0.group.items.0.field": { code: "field_unknown", params: { field: "shoes" } },
      },
    });
  });
});

describe("values to choose from", () => {
  it("begin with what was typed, whatever its case, the most frequent first", async ({ contributor }) => {
    await addPeople({
      a: { city: "Pécs" },
      b: { city: "Pécs" },
      c: { city: "pécel" },
      d: { city: "Győr" },
      e: { city: "P%" },
      f: {},
    });
    const suggested = async (text: string) =>
      valueOf(await suggestValues(contributor, { field: "city", text })).values;
    expect(await suggested("PÉ")).toEqual(["Pécs", "pécel"]);
    expect(await suggested("p%")).toEqual(["P%"]);
    expect(await suggested("")).toEqual(["Pécs", "Győr", "P%", "pécel"]);
    expect(await suggested("'; DROP TABLE profile; --")).toEqual([]);
  });

  it("are none where looking takes too long", async ({ contributor }) => {
    await using lock = await holdLock("LOCK TABLE profile");
    const asked = suggestValues(contributor, { field: "city", text: "P" });
    await lock.untilBlocked();
    expect(valueOf(await asked)).toEqual({ values: [] });
  });
});
