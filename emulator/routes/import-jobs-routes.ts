import { invalidParameter } from "../http/api-error.ts";
import type { Call, Route } from "../http/call.ts";
import { oneDocument, pageDocument } from "../http/json-api.ts";
import { cutPage, type Pageable } from "../http/paging.ts";
import { readFilter } from "../http/read-filter.ts";
import { isVisible, type ImportJob } from "../imports/import-job.ts";
import { jobFields, toJobResource } from "../imports/import-resource.ts";
import { submitImport } from "../imports/submit-import.ts";
import { listFields, toListResource } from "../lists/list-resource.ts";
import { requireJob } from "../imports/require-job.ts";

const pageSize = { standard: 20, maximum: 100 };
const parameters = { "fields[profile-bulk-import-job]": jobFields } as const;

/** Creating import jobs and asking how they fare (contract 7.4 to 7.6). */
export const importJobsRoutes: Route[] = [
  {
    method: "POST",
    template: "/api/profile-bulk-import-jobs",
    scopes: ["lists:write", "profiles:write"],
    parameters,
    handle(call) {
      const job = submitImport(call);
      return { status: 202, document: oneDocument(call, toJobResource(call, job)) };
    },
  },
  {
    method: "GET",
    template: "/api/profile-bulk-import-jobs",
    scopes: ["lists:read", "profiles:read"],
    pageSize,
    parameters: { ...parameters, filter: "any", sort: ["created_at", "-created_at"] },
    handle(call) {
      if (!call.world.switches.jobsAcceptPageSize && call.query.has("page[size]")) {
        throw invalidParameter(
          "page[size]",
          "'page[size]' is not a valid query parameter for this resource.",
        );
      }
      const page = cutPage(call, selectJobs(call), pageSize);
      return {
        status: 200,
        document: pageDocument(
          call,
          page,
          page.items.map((job) => toJobResource(call, job)),
        ),
      };
    },
  },
  {
    method: "GET",
    template: "/api/profile-bulk-import-jobs/{job_id}",
    scopes: ["lists:read", "profiles:read"],
    parameters: { ...parameters, "fields[list]": listFields, include: ["lists"] },
    handle(call) {
      const job = requireJob(call, call.params["job_id"]!);
      const withLists = call.query.has("include");
      const lists = job.listIds.flatMap((id) => call.account.lists.get(id) ?? []);
      const included = withLists ? lists.map((list) => toListResource(call, list)) : undefined;
      return { status: 200, document: oneDocument(call, toJobResource(call, job, { withLists }), included) };
    },
  },
];

function selectJobs(call: Call): Pageable<ImportJob> {
  const clauses = readFilter(call, {
    status: { operators: ["any", "equals"], values: ["queued", "processing", "complete"] },
  });
  return {
    items: [...call.account.imports.values()],
    markOf: (job) => job.seq,
    idOf: (job) => job.id,
    keep: (job) =>
      isVisible(job, call.now) &&
      clauses.every((clause) => clause.kind === "texts" && clause.values.includes(job.status)),
    descending: call.query.get("sort")?.startsWith("-") ?? false,
  };
}
