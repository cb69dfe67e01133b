import { expect } from "vitest";
import { keepHouse } from "@/lib/housekeeping";
import { pool, prisma } from "@/lib/db";
import { refreshSegments } from "@/lib/runs/plan/refresh-stale";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { saveSegment } from "@/lib/segments/save-segment";
import { refreshPushed } from "@/lib/sources/push/refresh-pushed";
import type { Actor } from "@/lib/auth/permissions";
import { push, tokenFor, withdraw } from "../support/api";
import { valueOf } from "../support/imports";
import { allOf, condition } from "../support/people";
import { it } from "../support/workspace";

async function waitingJobs(name: string): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    "SELECT count(*)::int AS count FROM pgboss.job WHERE name = $1 AND state = 'created'",
    [name],
  );
  return rows[0]?.count ?? 0;
}

/** A token, and a segment of everybody with a city that is up to date; nothing waits. */
async function begin(actor: Actor) {
  const token = await tokenFor(actor);
  await push(token, { a: { city: "Győr" } });
  const definition = allOf(condition("city", "is_set"));
  const { segmentId } = valueOf(await saveSegment(actor, { name: "City", definition }));
  await refreshPushed();
  await refreshSegment(segmentId);
  await pool().query("DELETE FROM pgboss.job");
  return { token, segmentId };
}

const segmentOf = (id: string) => prisma().segment.findUniqueOrThrow({ where: { id } });

it("many pushes ask for one refresh, a while later", async ({ administrator }) => {
  const { token, segmentId } = await begin(administrator);
  for (const key of ["b", "c", "d"]) await push(token, { [key]: { city: "Pécs" } });
  expect(await waitingJobs("source.pushed")).toBe(1);
  expect(await segmentOf(segmentId)).toMatchObject({ refreshStatus: "ready", members: 1 });
  const { rows } = await pool().query(
    "SELECT start_after > now() + interval '10 seconds' AS later FROM pgboss.job WHERE name = 'source.pushed'",
  );
  expect(rows).toEqual([{ later: true }]);

  await refreshPushed();
  expect(await segmentOf(segmentId)).toMatchObject({ refreshStatus: "queued" });
  expect(await waitingJobs("segment.refresh")).toBe(1);
  await refreshSegment(segmentId);
  expect(await segmentOf(segmentId)).toMatchObject({ refreshStatus: "ready", members: 4 });
});

it("what changes nobody asks for nothing", async ({ administrator }) => {
  const { token, segmentId } = await begin(administrator);
  await push(token, { a: { city: "Győr" } });
  await withdraw(token, ["z"]);
  expect(await waitingJobs("source.pushed")).toBe(0);
  await refreshPushed();
  expect(await segmentOf(segmentId)).toMatchObject({ refreshStatus: "ready" });
});

it("a withdrawal asks too, and people leave their segments at once", async ({ administrator }) => {
  const { token, segmentId } = await begin(administrator);
  await withdraw(token, ["a"]);
  expect(await waitingJobs("source.pushed")).toBe(1);
  expect(await prisma().segmentMember.count({ where: { segmentId } })).toBe(0);
});

it("a run does not wait for it: it refreshes its segments first", async ({ administrator }) => {
  const { token, segmentId } = await begin(administrator);
  await push(token, { b: { city: "Pécs" } });
  expect(await refreshSegments([{ id: segmentId, name: "City" }])).toEqual({ refreshed: 1, problem: null });
  expect(await segmentOf(segmentId)).toMatchObject({ members: 2 });
  expect(await refreshSegments([{ id: segmentId, name: "City" }])).toEqual({ refreshed: 0, problem: null });
});

it("the sweep invites again when the invitation was lost, and forgets answers after a day", async ({
  administrator,
}) => {
  const { token } = await begin(administrator);
  await push(token, { b: { city: "Pécs" } }, { headers: { "idempotency-key": "old" } });
  await push(token, { c: {} }, { headers: { "idempotency-key": "new" } });
  await pool().query("DELETE FROM pgboss.job");
  await pool().query(
    "UPDATE api_answer SET created_at = now() - interval '25 hours' WHERE answer->'counts'->>'new' = '1'",
  );
  await push(token, { d: {} }, { headers: { "idempotency-key": "newest" } });
  await pool().query("DELETE FROM pgboss.job");
  await keepHouse();
  expect(await waitingJobs("source.pushed")).toBe(0);
  expect(await prisma().apiAnswer.count()).toBe(1);
  await pool().query("UPDATE source SET refresh_due = now() - interval '61 seconds'");
  await keepHouse();
  expect(await waitingJobs("source.pushed")).toBe(1);
});
