// npm run bench:audit: how long a page of the audit log takes for each filter, over HTTP, and what sealing and verifying take.
import { parseArgs } from "node:util";
import { sealAudit } from "@/lib/audit/seal";
import { verifyAudit } from "@/lib/audit/verify";
import { pool } from "@/lib/db";
import { freePort } from "@/scripts/free-port";
import { brokenAuditBounds } from "./bounds";
import { addAdministrator, makeFolder, openInstallation, settleDatabase } from "./support/installation";
import { runBench, say } from "./support/run-bench";
import { serve } from "./support/serve";
import { signIn } from "./support/sign-in";
import { timePage } from "./support/time-page";

/** So many events over a year, of fifty people and Ferry, with actions from common to rare. */
async function addEvents(events: number, administrator: string): Promise<void> {
  await pool().query(
    `INSERT INTO "user" (id, email, name, role, updated_at)
     SELECT gen_random_uuid(), 'u' || n || '@ferry.example', 'User ' || n, 'contributor', now() FROM generate_series(1, 50) n`,
  );
  await pool().query(
    `WITH people AS (SELECT array_agg(id ORDER BY email) AS ids FROM "user" WHERE id <> $2)
     INSERT INTO audit_event (at, actor_kind, actor_id, action, object_type, object_id, details, agent, session)
     SELECT now() - make_interval(secs => ($1::int - n) * 31.5), CASE WHEN n % 4 = 0 THEN 'system:schedule' ELSE 'user' END,
       CASE WHEN n % 4 = 0 THEN NULL WHEN n % 10007 = 1 THEN $2::uuid ELSE ids[1 + n % 50] END,
       CASE WHEN n % 9973 = 0 THEN 'consent.withdraw' WHEN n % 20 = 0 THEN 'segment.edit' WHEN n % 3 = 0 THEN 'export.edit' ELSE 'run.start' END,
       CASE WHEN n % 9973 = 0 THEN 'connection' WHEN n % 20 = 0 THEN 'segment' WHEN n % 3 = 0 THEN 'export' ELSE 'run' END,
       md5((n % 20000)::text)::uuid::text, '{"mode":"changes"}', 'Firefox, Linux', substr(md5(n::text), 1, 12)
     FROM people, generate_series(1, $1::int) n ORDER BY n`,
    [events, administrator],
  );
}

async function pagesOf(administrator: string): Promise<string[]> {
  const { rows } = await pool().query<{ actor: string; object: string; day: string; cursor: string }>(
    `SELECT (SELECT id FROM "user" WHERE name = 'User 7') AS actor, object_id AS object, to_char(at, 'YYYY-MM-DD') AS day,
       (extract(epoch FROM at) * 1000)::bigint || '-' || id AS cursor
     FROM audit_event WHERE id = (SELECT (min(id) + max(id)) / 2 FROM audit_event)`,
  );
  const { actor = "", object = "", day = "", cursor = "" } = rows[0] ?? {};
  return [
    "",
    `before=${cursor}`,
    `after=${cursor}`,
    `actor=${actor}`,
    `actor=${administrator}`,
    "actor=ferry",
    "action=run.start",
    "action=consent.withdraw",
    "type=export",
    `type=run&object=${object}`,
    `object=${object}`,
    `since=${day}&until=${day}`,
    `until=${day}&action=consent.withdraw`,
    `actor=${actor}&action=consent.withdraw`,
    `actor=${actor}&type=segment&until=${day}`,
    `actor=${administrator}&action=segment.edit`,
  ].map((query) => `/admin/audit?${query}`);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return Math.round((performance.now() - startedAt) / 10) / 100;
}

await runBench(async () => {
  const { values } = parseArgs({ options: { events: { type: "string" } } });
  const events = Number(values.events ?? "1000000");
  const folder = makeFolder("bench-audit");
  await openInstallation(folder, {});
  const { id } = await addAdministrator();
  await addEvents(events, id);
  await settleDatabase();
  const sealSeconds = await secondsOf(sealAudit);
  const verifySeconds = await secondsOf(async () => {
    const { finding } = await verifyAudit();
    if (finding) throw new Error(`The log is not intact: ${finding.fault}.`);
  });
  const { rows } = await pool().query<{ megabytes: number }>(
    "SELECT ((pg_total_relation_size('audit_event') + pg_total_relation_size('audit_seal')) / 1048576)::int AS megabytes",
  );
  const web = await serve(folder, await freePort());
  const cookie = await signIn(web.baseUrl);
  const times: number[] = [];
  for (const page of await pagesOf(id)) {
    const { p50Ms, p95Ms, cpuMs } = await timePage(page, { ...web, cookie });
    say(`${page}: p50 ${p50Ms} ms, p95 ${p95Ms} ms, processor ${cpuMs} ms`);
    times.push(p95Ms);
  }
  const figures = {
    events,
    p95Ms: Math.max(...times),
    sealSeconds,
    verifySeconds,
    megabytes: rows[0]?.megabytes ?? 0,
  };
  return { figures, broken: brokenAuditBounds(figures) };
});
