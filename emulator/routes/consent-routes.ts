import { notFound } from "../http/api-error.ts";
import type { Route } from "../http/call.ts";
import { oneDocument, pageDocument } from "../http/json-api.ts";
import { cutPage } from "../http/paging.ts";
import { readFilter } from "../http/read-filter.ts";
import { requireShape } from "../http/require-shape.ts";
import { subscribe, subscribeShape } from "../profiles/subscribe.ts";
import { suppress } from "../suppressions/suppress.ts";
import type { SuppressionJob } from "../suppressions/suppression-job.ts";
import { toSuppressionResource } from "../suppressions/suppression-resource.ts";

const suppressionJobs = "/api/profile-suppression-bulk-create-jobs";
const fields = { "fields[profile-suppression-bulk-create-job]": "any" } as const;
const pageSize = { standard: 20, maximum: 20 };

/** Subscribing and suppressing; the exporter itself never calls these (contract 7.11). */
export const consentRoutes: Route[] = [
  {
    method: "POST",
    template: "/api/profile-subscription-bulk-create-jobs",
    scopes: ["lists:write", "profiles:write", "subscriptions:write"],
    handle(call) {
      requireShape(call, subscribeShape);
      subscribe(call);
      return { status: 202 };
    },
  },
  {
    method: "POST",
    template: suppressionJobs,
    scopes: ["profiles:write", "subscriptions:write"],
    parameters: fields,
    handle(call) {
      return { status: 202, document: oneDocument(call, toSuppressionResource(call, suppress(call))) };
    },
  },
  {
    method: "GET",
    template: suppressionJobs,
    scopes: ["subscriptions:read"],
    parameters: { ...fields, filter: "any", sort: ["created", "-created"], "page[cursor]": "any" },
    handle(call) {
      const equals = { operators: ["equals"], values: "text" } as const;
      const clauses = readFilter(call, { status: equals, list_id: equals, segment_id: equals });
      const valueOf = (job: SuppressionJob, field: string) =>
        field === "status" ? job.status : field === "list_id" ? (job.listId ?? "") : "";
      const page = cutPage(
        call,
        {
          items: [...call.account.suppressions.values()],
          markOf: (job) => job.seq,
          idOf: (job) => job.id,
          keep: (job) =>
            clauses.every(
              (clause) => clause.kind === "texts" && clause.values.includes(valueOf(job, clause.field)),
            ),
          descending: call.query.get("sort")?.startsWith("-") ?? false,
        },
        pageSize,
      );
      return {
        status: 200,
        document: pageDocument(
          call,
          page,
          page.items.map((job) => toSuppressionResource(call, job)),
        ),
      };
    },
  },
  {
    method: "GET",
    template: `${suppressionJobs}/{job_id}`,
    scopes: ["subscriptions:read"],
    parameters: fields,
    handle(call) {
      const job = call.account.suppressions.get(call.params["job_id"]!);
      if (!job) throw notFound("Invalid job id");
      return { status: 200, document: oneDocument(call, toSuppressionResource(call, job)) };
    },
  },
];
