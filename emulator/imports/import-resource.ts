import { pickFields, readFields } from "../http/check-query.ts";
import type { Call } from "../http/call.ts";
import { relationship, selfLink, toTimestamp, toTimestampOrNull } from "../http/json-api.ts";
import type { ImportError, ImportJob } from "./import-job.ts";

export const jobFields = [
  "completed_at",
  "completed_count",
  "created_at",
  "expires_at",
  "failed_count",
  "id",
  "started_at",
  "status",
  "total_count",
] as const;

export const importErrorFields = [
  "code",
  "detail",
  "id",
  "original_payload",
  "source",
  "source.pointer",
  "title",
] as const;

/** A bulk import job as the API shows it; counts stay zero until it works (contract 7.6). */
export function toJobResource(call: Call, job: ImportJob, options: { withLists?: boolean } = {}): object {
  const path = `/api/profile-bulk-import-jobs/${job.id}`;
  const attributes = {
    status: job.status,
    created_at: toTimestamp(job.createdAt),
    total_count: job.total,
    completed_count: job.completed,
    failed_count: job.failed,
    completed_at: toTimestampOrNull(job.completedAt),
    expires_at: toTimestamp(job.expiresAt),
    started_at: toTimestampOrNull(job.startedAt),
  };
  const lists = job.listIds.map((id) => ({ type: "list", id }));
  return {
    type: "profile-bulk-import-job",
    id: job.id,
    attributes: pickFields(attributes, readFields(call.query, "profile-bulk-import-job")),
    relationships: {
      lists: { ...(options.withLists && { data: lists }), ...relationship(call, path, "lists") },
      profiles: relationship(call, path, "profiles"),
      // This one has no `self` (contract 3).
      "import-errors": { links: { related: `${call.base}${path}/import-errors/` } },
    },
    links: selfLink(call, path),
  };
}

/** Why one row was not taken; the payload is what was submitted (contract 7.7). */
export function toImportErrorResource(call: Call, job: ImportJob, error: ImportError): object {
  const attributes = {
    code: error.code,
    title: error.title,
    detail: error.detail,
    source: { pointer: error.pointer },
    original_payload: error.payload,
  };
  return {
    type: "import-error",
    id: error.id,
    attributes: pickFields(attributes, readFields(call.query, "import-error")),
    links: selfLink(call, `/api/profile-bulk-import-jobs/${job.id}/import-errors/${error.id}`),
  };
}
