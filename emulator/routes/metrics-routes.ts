import type { Route } from "../http/call.ts";
import { pageDocument, relationship, selfLink, toTimestamp } from "../http/json-api.ts";
import { cutPage } from "../http/paging.ts";
import { readFilter } from "../http/read-filter.ts";

const names = ["Received Email", "Opened Email", "Clicked Email", "Placed Order"];
// Fixed pages of 200, cursor only (contract 5).
const pageSize = { standard: 200, maximum: 200 };

/** A few metrics, enough for a connection test that looks at them. */
export const metricsRoutes: Route[] = [
  {
    method: "GET",
    template: "/api/metrics",
    scopes: ["metrics:read"],
    parameters: {
      "page[cursor]": "any",
      "fields[flow]": "any",
      "fields[metric]": ["created", "id", "integration", "name", "updated"],
      filter: "any",
      include: ["flow-triggers"],
    },
    handle(call) {
      const equals = { operators: ["equals"], values: "text" } as const;
      const clauses = readFilter(call, { "integration.name": equals, "integration.category": equals });
      const integration = { name: "Klaviyo", category: "Internal" };
      const kept = clauses.every(
        (clause) =>
          clause.kind === "texts" &&
          clause.values.includes(
            clause.field === "integration.name" ? integration.name : integration.category,
          ),
      );
      const items = (kept ? names : []).map((name, place) => ({ name, place, id: `M${place}tr1c` }));
      const page = cutPage(call, { items, markOf: (each) => each.place, idOf: (each) => each.id }, pageSize);
      const created = toTimestamp(call.account.createdAt);
      const data = page.items.map(({ id, name }) => ({
        type: "metric",
        id,
        attributes: { name, created, updated: created, integration },
        relationships: { "flow-triggers": relationship(call, `/api/metrics/${id}`, "flow-triggers") },
        links: selfLink(call, `/api/metrics/${id}`),
      }));
      return {
        status: 200,
        document: pageDocument(call, page, data, call.query.has("include") ? [] : undefined),
      };
    },
  },
];
