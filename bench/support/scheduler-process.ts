// One of several schedulers that work on one database: is told what time it is, makes a round, and says when it is done.
// What is due is noticed by the scheduler's own code; instead of runs being started, it is written down as begun, in a
// table that takes an instant twice if somebody begins it twice. Started by bench/schedule.ts.
import { pool } from "@/lib/db";
import { noticeDue } from "@/lib/schedule/notice-due";

const AT_ONCE = 2_000;

async function beginAll(): Promise<void> {
  for (let begun = AT_ONCE; begun === AT_ONCE;) {
    const { rowCount } = await pool().query(
      `WITH begun AS (
         UPDATE schedule_tick t SET state = 'started' FROM (
           SELECT schedule_id, instant FROM schedule_tick WHERE state = 'due'
           LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) due
         WHERE t.schedule_id = due.schedule_id AND t.instant = due.instant
         RETURNING t.schedule_id, t.instant)
       INSERT INTO bench_begun SELECT schedule_id, instant FROM begun`,
    );
    begun = rowCount ?? 0;
  }
}

async function makeRound(now: Date): Promise<void> {
  await noticeDue(now);
  await beginAll();
  process.send?.("done");
}

process.on("message", ({ now }: { now: number }) => void makeRound(new Date(now)));
await pool().query("SELECT 1");
process.send?.("ready");
