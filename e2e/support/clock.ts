import { onFerry } from "./customer-database";

/** Moves the clock that schedules go by to a moment; everything else goes on by the real one. */
export async function moveClockTo(moment: string): Promise<void> {
  await onFerry(
    `UPDATE installation SET clock_shift_seconds = ceil(extract(epoch FROM '${moment}'::timestamptz - clock_timestamp()))`,
  );
}

/** Lets schedules go by the real clock again. */
export async function resetClock(): Promise<void> {
  await onFerry("UPDATE installation SET clock_shift_seconds = 0");
}
