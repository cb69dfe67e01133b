import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { endRuns, hourly, moreExports, moveClock, scheduledExport, setDue } from "../support/schedules";
import { faultTest } from "./support/fault-test";
import { startFaultScript } from "./support/gate";
import { useStrictKlaviyo } from "./support/klaviyo";

const klaviyo = useStrictKlaviyo();
const EXPORTS = 10;
const HOURS = 50;
const TICKS = EXPORTS * HOURS;
const start = Date.parse("2027-03-26T00:00:00Z");

async function begunTicks(): Promise<number> {
  return prisma().scheduleTick.count({ where: { state: "started" } });
}

faultTest(
  "F26 three schedulers, the same tick, 500 ticks: one run per tick",
  { injected: "3 processes that make a round every few milliseconds, over a clock change" },
  async (scene) => {
    const { exportId } = await scheduledExport(klaviyo(), scene.administrator, { recurrence: hourly });
    await moveClock((start - Date.now()) / 1_000 - 60);
    await moreExports(exportId, EXPORTS - 1, hourly);
    await setDue(exportId, new Date(start).toISOString());
    const scripts = [1, 2, 3].map(() => startFaultScript("scheduler-script", []));
    await Promise.all(scripts.map(({ said }) => said("ready")));
    for (let hour = 0; hour < HOURS; hour++) {
      await moveClock((start + hour * 3_600_000 - Date.now()) / 1_000 + 1);
      while ((await begunTicks()) < (hour + 1) * EXPORTS) await sleep(5);
      await endRuns();
    }
    const { rows } = await pool().query<{ runs: number; ticks: number; others: number }>(
      `SELECT (SELECT count(*)::int FROM run) AS runs,
         (SELECT count(DISTINCT started_id)::int FROM schedule_tick) AS ticks,
         (SELECT count(*)::int FROM schedule_tick WHERE state <> 'started') AS others`,
    );
    expect(rows).toEqual([{ runs: TICKS, ticks: TICKS, others: 0 }]);
    scene.note({ lost: 0, extra: 0, duplicates: 0, result: `${TICKS} ticks, ${TICKS} runs` });
  },
);
