import { pickFields, readFields } from "../http/check-query.ts";
import type { Call } from "../http/call.ts";
import { relationship, selfLink, toTimestamp } from "../http/json-api.ts";
import type { MemberList } from "./member-list.ts";

export const listFields = ["created", "id", "name", "opt_in_process", "updated"] as const;

/** A list as the API shows it. `profile_count` only where the caller asked for it (contract 7.2). */
export function toListResource(call: Call, list: MemberList, options: { withCount?: boolean } = {}): object {
  const path = `/api/lists/${list.id}`;
  const attributes = {
    name: list.name,
    created: toTimestamp(list.createdAt),
    updated: toTimestamp(list.updatedAt),
    opt_in_process: list.optIn,
    ...(options.withCount && { profile_count: list.countShownAt(call.now) }),
  };
  const included = new Set(call.query.get("include")?.split(","));
  return {
    type: "list",
    id: list.id,
    attributes: pickFields(attributes, readFields(call.query, "list")),
    relationships: Object.fromEntries(
      ["profiles", "tags", "flow-triggers"].map((name) => [
        name,
        // Included but empty is an empty array (contract 3).
        { ...(included.has(name) && { data: [] }), ...relationship(call, path, name) },
      ]),
    ),
    links: selfLink(call, path),
  };
}
