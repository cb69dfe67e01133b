import type { ApiScope } from "@/lib/api/schema";
import type { Made } from "./made";
import { type Entry, administrators, anybody, connectionUsers, editors, everybody } from "./persons";
import { rules } from "./made";

/** Who may call which route handler of the console. */
export const routes: Record<string, Entry<Made>> = {
  "GET /icon.svg": { who: anybody },
  "GET /welcome": { who: everybody },
  "GET /api/auth/[...nextauth]": { who: anybody, given: () => ({ "...nextauth": "csrf" }) },
  "POST /api/auth/[...nextauth]": { who: anybody, given: () => ({ "...nextauth": "csrf" }), answer: 400 },
  ...Object.fromEntries(
    ["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => [
      `${method} /api/[...path]`,
      { who: anybody, given: () => ({ "...path": "none" }), answer: 404 } as const,
    ]),
  ),
  "GET /api/health/live": { who: anybody },
  "GET /api/health/ready": { who: anybody },

  "GET /api/exports": { who: everybody },
  "GET /api/exports/[exportId]": { who: everybody, given: ({ exportId }) => ({ exportId }) },
  "GET /api/exports/lists": { who: connectionUsers, given: ({ connectionId }) => ({ connectionId }) },
  "GET /api/plans/[planId]": { who: everybody, given: ({ planId }) => ({ planId }) },
  "GET /api/runs/[runId]": { who: everybody, given: ({ runId }) => ({ runId }) },
  "GET /api/runs/[runId]/people": {
    who: editors,
    given: ({ runId }) => ({ runId, outcome: "added", format: "csv" }),
  },

  "GET /api/segments": { who: everybody },
  "POST /api/segments/preview": { who: editors, body: () => ({ definition: rules }) },
  "POST /api/segments/values": { who: editors, body: () => ({ field: "city", text: "" }) },
  "GET /api/segments/[segmentId]/members": { who: editors, given: ({ segmentId }) => ({ segmentId }) },
  "GET /api/member-lists/[listId]": {
    who: editors,
    given: async ({ listOf }, owner) => ({ listId: await listOf(owner) }),
    isOwn: true,
  },
  "GET /api/member-lists/[listId]/unknown": {
    who: editors,
    given: async ({ listOf }, owner) => ({ listId: await listOf(owner) }),
    isOwn: true,
  },

  "POST /api/customers": { who: everybody, body: () => ({}) },
  "GET /api/fields": { who: everybody },
  "POST /api/uploads": { who: editors, body: () => ({ a: 1 }) },
  "GET /api/imports/[importId]": { who: everybody, given: ({ importId }) => ({ importId }) },
  "GET /api/imports/[importId]/bad-lines": { who: everybody, given: ({ importId }) => ({ importId }) },
  "GET /api/sources/order": { who: everybody },

  "GET /api/notifications": { who: everybody },
  "GET /api/notifications/unread": { who: everybody },
  "GET /api/notifications/deliveries": { who: administrators },
  "GET /api/status": { who: everybody },
  "GET /api/status/progress": {
    who: everybody,
    given: ({ segmentId }) => ({ task: `segment:${segmentId}` }),
  },
  "GET /api/status/workflow": { who: everybody },
  "GET /api/about": { who: everybody },

  "GET /api/oauth/[destination]/callback": {
    who: administrators,
    given: () => ({ destination: "klaviyo" }),
  },
  "GET /api/audit": { who: administrators, given: () => ({ format: "csv" }) },
  "GET /api/consents": { who: administrators, given: () => ({ format: "csv" }) },
  "GET /api/erasures/[erasureId]": { who: administrators, given: ({ erasureId }) => ({ erasureId }) },
  "GET /api/privacy/processing": { who: administrators },

  "GET /api/v1/openapi.json": { who: anybody },
};

/** What programs may call, and the scope their token needs; who is signed in is of no account. */
export const operations: Record<string, Pick<Entry<Made>, "given" | "body"> & { scope: ApiScope }> = {
  "POST /api/v1/profiles": {
    scope: "profiles:write",
    body: () => ({ profiles: [{ key: "api-1", attributes: { city: "Pécs" } }] }),
  },
  "DELETE /api/v1/profiles": { scope: "profiles:delete", body: () => ({ keys: ["api-1"] }) },
  "POST /api/v1/exports/[exportId]/runs": {
    scope: "exports:run",
    given: ({ exportId }) => ({ exportId }),
    body: () => ({}),
  },
  "GET /api/v1/runs/[runId]": { scope: "exports:run", given: ({ runId }) => ({ runId }) },
};
