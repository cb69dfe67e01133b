import { ApiError, invalidBody } from "../http/api-error.ts";
import type { Call } from "../http/call.ts";
import { checkImport, type ImportRequest } from "./check-import.ts";
import { jobLifeMs, type ImportJob } from "./import-job.ts";
import { decideFate } from "./job-plan.ts";
import { scheduleImportJob } from "./run-import-job.ts";

/** Checks the whole request, then queues a job; nothing exists after a refusal. */
export function submitImport(call: Call): ImportJob {
  const { world, account, now } = call;
  refusePlannedRows(call);
  const request = checkImport(call.body, world.switches, call.bodyBytes);
  const listIds = checkLists(call, request);
  const planned = call.faults.flatMap((fault) => (fault.kind === "job" ? [fault.fate] : []));
  const job: ImportJob = {
    id: world.identifiers.jobId(account.id, now),
    seq: world.nextJobSeq++,
    accountId: account.id,
    status: "queued",
    createdAt: now,
    startedAt: null,
    completedAt: null,
    expiresAt: now + jobLifeMs,
    total: request.rows.length,
    completed: 0,
    failed: 0,
    listIds,
    fate: decideFate(world.jobPlan, world.random, Object.assign({}, ...planned)),
    vanished: false,
    rows: request.rows,
    profiles: [],
    errors: [],
  };
  account.imports.set(job.id, job);
  call.entry.rows = job.total;
  call.entry.jobId = job.id;
  world.counters.rowsAccepted += job.total;
  scheduleImportJob(world, account, job);
  world.changed();
  return job;
}

/** One list at most by the documents, an array by the schema (contract 7.4). */
function checkLists(call: Call, { listIds }: ImportRequest): string[] {
  const unique = [...new Set(listIds)];
  const unknown = unique.filter((id) => !call.account.lists.has(id));
  if (unknown.length > 0) {
    throw new ApiError(
      400,
      unknown.map((id) => invalidBody("/data", `List ID ${id} does not exist.`)),
    );
  }
  if (unique.length <= 1) return unique;
  if (call.world.switches.severalLists === "all") return unique;
  if (call.world.switches.severalLists === "first") return unique.slice(0, 1);
  throw new ApiError(400, invalidBody("/data/relationships/lists/data", "Only one list may be specified."));
}

function refusePlannedRows(call: Call): void {
  for (const fault of call.faults) {
    if (fault.kind !== "rejectRows") continue;
    const problems = fault.rows.map((row) =>
      invalidBody(`/data/attributes/profiles/data/${row}/attributes/email`, fault.detail),
    );
    throw new ApiError(400, problems);
  }
}
