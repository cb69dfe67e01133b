import { publicUrl } from "@/lib/env";
import { type ToldIncident, hrefOf } from "../say-incident";
import type { IncidentKind } from "../schema";

/** How receivers know the kinds; part of what they build upon, so it never changes. */
const types: Record<IncidentKind, string> = {
  run_failed: "run.failed",
  run_held: "run.held",
  run_missed: "run.missed",
  connection_attention: "connection.attention",
  source_failed: "source.failed",
  webhook_disabled: "webhook.disabled",
  revision_retires: "revision.retires",
};

export interface ToldIncidentRow extends ToldIncident {
  id: string;
  raisedAt: Date;
  resolvedAt: Date | null;
}

/** What is posted of an incident: the same bytes at every try. */
export function toEvent(incident: ToldIncidentRow): string {
  const { kind, objectType, objectId, isRecovery, params, raisedAt, resolvedAt } = incident;
  const { name, ...others } = params;
  const at = isRecovery ? resolvedAt : raisedAt;
  return JSON.stringify({
    type: isRecovery ? `${types[kind]}.recovered` : types[kind],
    timestamp: (at ?? raisedAt).toISOString(),
    data: {
      incidentId: incident.id,
      object: { type: objectType, id: objectId, ...(name !== undefined && { name }) },
      details: others,
      raisedAt: raisedAt.toISOString(),
      url: publicUrl() + hrefOf(incident),
    },
  });
}

/** What is posted for trying an endpoint out. */
export function toTestEvent(at: Date): string {
  return JSON.stringify({ type: "test", timestamp: at.toISOString(), data: { url: publicUrl() } });
}
