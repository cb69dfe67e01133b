import type { Emulator } from "@/emulator/start-emulator.ts";
import type { UserActor } from "@/lib/auth/current-actor";
import { asJson, pool, prisma } from "@/lib/db";
import { putOwnSchedule } from "@/lib/schedule/own-schedule";
import type { Recurrence } from "@/lib/schedule/schema";
import { prepareExports, savedExport } from "./exports";

export const zone = "Europe/Budapest";
export const hourly: Recurrence = { every: "hour", minute: 0, zone };
export const daily: Recurrence = { every: "day", times: ["02:30"], zone };

/** An export on a schedule of its own, which is due next at `next`. */
export async function scheduledExport(
  klaviyo: Emulator,
  administrator: UserActor,
  given: { recurrence: Recurrence; next?: string },
) {
  const prepared = await prepareExports(klaviyo, administrator);
  const form = { ...prepared.form, ownSchedule: given.recurrence };
  const exportId = await savedExport(administrator, form);
  if (given.next) await setDue(exportId, given.next);
  return { ...prepared, form, exportId };
}

/** Has an export's own schedule be due at this moment. */
export async function setDue(exportId: string, at: string): Promise<void> {
  await prisma().schedule.update({ where: { exportId }, data: { nextRunAt: new Date(at) } });
}

/** Copies of an export, each with a list and a schedule of its own. */
export async function moreExports(exportId: string, count: number, recurrence: Recurrence): Promise<void> {
  const { id: _, ...row } = await prisma().export.findUniqueOrThrow({ where: { id: exportId } });
  const segments = await prisma().exportSegment.findMany({ where: { exportId } });
  for (let index = 1; index <= count; index++) {
    const name = `${row.name} ${index}`;
    const copy = {
      ...row,
      name,
      nameKey: name,
      listId: `LIST${index}`,
      mapping: asJson(row.mapping as object),
    };
    const { id } = await prisma().export.create({ data: copy });
    await prisma().exportSegment.createMany({ data: segments.map((one) => ({ ...one, exportId: id })) });
    await putOwnSchedule(
      prisma(),
      { exportId: id, isScheduled: true, connectionId: row.connectionId },
      recurrence,
    );
  }
}

/** What became of an export's instants, in order, as `02:30 started`. */
export async function ticksOf(exportId: string): Promise<string[]> {
  const rows = await prisma().scheduleTick.findMany({
    where: { schedule: { exportId } },
    orderBy: { instant: "asc" },
  });
  return rows.map(({ instant, state }) => `${instant.toISOString().slice(11, 16)} ${state}`);
}

/** The runs of an export as its history tells them, oldest first. */
export async function historyOf(exportId: string): Promise<string[]> {
  const rows = await prisma().run.findMany({ where: { exportId }, orderBy: { number: "asc" } });
  return rows.map(({ reason, status, problemCode }) => [reason, status, problemCode ?? ""].join(" ").trim());
}

/** Ends what runs, so that the next run is not held up by it. */
export async function endRuns(): Promise<void> {
  await pool().query(
    `UPDATE run SET status = 'successful', finished_at = now(), settled_at = now() WHERE status = 'queued'`,
  );
  await pool().query("DELETE FROM run_data.open_list");
}

/** Moves the clock that schedules go by; for a database that is practice's. */
export async function moveClock(seconds: number): Promise<void> {
  await pool().query(
    `INSERT INTO installation (id, mode, clock_shift_seconds) VALUES (1, 'practice', $1)
     ON CONFLICT (id) DO UPDATE SET clock_shift_seconds = excluded.clock_shift_seconds`,
    [Math.round(seconds)],
  );
}
