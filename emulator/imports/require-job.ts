import { notFound } from "../http/api-error.ts";
import type { Call } from "../http/call.ts";
import { refuseMalformedId } from "../lists/find-list.ts";
import { isVisible, type ImportJob } from "./import-job.ts";

/** The job of this account while it is younger than seven days, or the recorded 404. */
export function requireJob(call: Call, id: string): ImportJob {
  const job = call.account.imports.get(id);
  if (job && isVisible(job, call.now)) return job;
  refuseMalformedId(call, id, /^[A-Za-z0-9_-]{20,}$/);
  throw notFound("Invalid job id");
}
