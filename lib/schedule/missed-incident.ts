import { SYSTEM_SCHEDULE_ID } from "./system-schedule";

/** What is told about instants that were missed: of an export's own schedule, or of the system's. */
export function missedIncident(exportId: string | null) {
  const object = exportId
    ? { objectType: "export", objectId: exportId }
    : { objectType: "schedule", objectId: SYSTEM_SCHEDULE_ID };
  return { kind: "run_missed" as const, ...object };
}
