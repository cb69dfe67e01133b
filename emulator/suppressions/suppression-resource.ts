import type { Call } from "../http/call.ts";
import { relationship, selfLink, toTimestamp, toTimestampOrNull } from "../http/json-api.ts";
import type { SuppressionJob } from "./suppression-job.ts";

/** A suppression job as the API shows it. */
export function toSuppressionResource(call: Call, job: SuppressionJob): object {
  const path = `/api/profile-suppression-bulk-create-jobs/${job.id}`;
  return {
    type: "profile-suppression-bulk-create-job",
    id: job.id,
    attributes: {
      status: job.status,
      created_at: toTimestamp(job.createdAt),
      total_count: job.total,
      completed_count: job.completed,
      completed_at: toTimestampOrNull(job.completedAt),
      skipped_count: job.skipped,
    },
    relationships: {
      lists: relationship(call, path, "lists"),
      segments: relationship(call, path, "segments"),
    },
    links: selfLink(call, path),
  };
}
