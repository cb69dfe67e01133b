import type { Tx } from "@/lib/db";

interface IncidentKey {
  kind: "run_failed" | "run_held" | "run_missed" | "connection_attention" | "source_failed";
  objectType: string;
  objectId: string;
}

/** Opens an incident, of which one of a kind is open per object. */
export async function raiseIncident(
  _tx: Tx,
  _incident: IncidentKey & { params?: Record<string, string | number> },
): Promise<void> {}

/** Closes it once it is over. */
export async function resolveIncident(_tx: Tx, _incident: IncidentKey): Promise<void> {}
