import { ApiError, invalidBody, type Problem } from "../http/api-error.ts";
import type { Call, Route } from "../http/call.ts";
import { oneDocument, pageDocument } from "../http/json-api.ts";
import { cutPage, type Pageable } from "../http/paging.ts";
import type { FilterFields } from "../http/parse-filter.ts";
import { fitsMoment, readFilter } from "../http/read-filter.ts";
import { requireShape } from "../http/require-shape.ts";
import type { Shape } from "../http/shape.ts";
import { createList } from "../lists/create-list.ts";
import { requireList } from "../lists/find-list.ts";
import { listFields, toListResource } from "../lists/list-resource.ts";
import type { MemberList, OptInProcess } from "../lists/member-list.ts";

const optIn: Shape = { kind: "string", nullable: true, oneOf: ["double_opt_in", "single_opt_in"] };
const parameters = { "fields[list]": listFields } as const;
const relatedParameters = {
  "fields[flow]": "any",
  "fields[tag]": "any",
  include: ["flow-triggers", "tags"],
} as const;
const filterFields: FilterFields = {
  name: { operators: ["any", "equals"], values: "text" },
  id: { operators: ["any", "equals"], values: "text" },
  created: { operators: ["greater-than"], values: "moment" },
  updated: { operators: ["greater-than"], values: "moment" },
};
const sorts = ["created", "id", "name", "updated"] as const;
// Ten a page, never more (contract 5).
const pageSize = { standard: 10, maximum: 10 };

/** The lists of an account (contract 7.2). */
export const listsRoutes: Route[] = [
  {
    method: "GET",
    template: "/api/lists",
    scopes: ["lists:read"],
    pageSize,
    parameters: {
      ...parameters,
      ...relatedParameters,
      filter: "any",
      sort: sorts.flatMap((sort) => [sort, `-${sort}`]),
    },
    handle(call) {
      const page = cutPage(call, selectLists(call), pageSize);
      const data = page.items.map((list) => toListResource(call, list));
      return {
        status: 200,
        document: pageDocument(call, page, data, call.query.has("include") ? [] : undefined),
      };
    },
  },
  {
    method: "POST",
    template: "/api/lists",
    scopes: ["lists:write"],
    parameters,
    handle(call) {
      const sent = readListBody(call, "create");
      refuseTakenName(call, sent.name ?? "");
      refuseFullAccount(call);
      const list = createList(call.world, call.account, {
        name: sent.name ?? "",
        optIn: sent.opt_in_process,
      });
      return { status: 201, document: oneDocument(call, toListResource(call, list)) };
    },
  },
  {
    method: "GET",
    template: "/api/lists/{id}",
    scopes: ["lists:read"],
    parameters: {
      "fields[list]": [...listFields, "profile_count"],
      "additional-fields[list]": ["profile_count"],
      ...relatedParameters,
    },
    features: { "additional-fields[list]=profile_count": "list.profile_count" },
    handle(call) {
      const list = requireList(call, call.params["id"]!);
      const withCount = call.query.has("additional-fields[list]");
      const included = call.query.has("include") ? [] : undefined;
      return {
        status: 200,
        document: oneDocument(call, toListResource(call, list, { withCount }), included),
      };
    },
  },
  {
    method: "PATCH",
    template: "/api/lists/{id}",
    scopes: ["lists:write"],
    parameters,
    handle(call) {
      const list = requireList(call, call.params["id"]!);
      const sent = readListBody(call, "update");
      if (sent.name && sent.name !== list.name) refuseTakenName(call, sent.name);
      list.name = sent.name ?? list.name;
      list.optIn = sent.opt_in_process ?? list.optIn;
      list.updatedAt = call.now;
      call.world.changed();
      return { status: 200, document: oneDocument(call, toListResource(call, list)) };
    },
  },
  {
    method: "DELETE",
    template: "/api/lists/{id}",
    scopes: ["lists:write"],
    handle(call) {
      const list = requireList(call, call.params["id"]!);
      call.account.lists.delete(list.id);
      call.world.changed();
      return { status: 204 };
    },
  },
];

function selectLists(call: Call): Pageable<MemberList> {
  const clauses = readFilter(call, filterFields);
  const written = call.query.get("sort") ?? "created";
  const sort = sorts.find((each) => each === written.replace(/^-/, "")) ?? "created";
  const markOf = (list: MemberList) =>
    sort === "created" ? list.createdAt : sort === "updated" ? list.updatedAt : list[sort];
  const items = [...call.account.lists.values()]
    .filter((list) =>
      clauses.every((clause) =>
        clause.kind === "moment"
          ? fitsMoment(clause, clause.field === "created" ? list.createdAt : list.updatedAt)
          : clause.values.includes(clause.field === "id" ? list.id : list.name),
      ),
    )
    .sort((left, right) =>
      markOf(left) === markOf(right) ? (left.id < right.id ? -1 : 1) : markOf(left) < markOf(right) ? -1 : 1,
    );
  return { items, markOf, idOf: (list) => list.id, descending: written.startsWith("-") };
}

interface SentList {
  name?: string | null;
  opt_in_process?: OptInProcess | null;
}

function readListBody(call: Call, purpose: "create" | "update"): SentList {
  const isCreate = purpose === "create";
  const shape: Shape = {
    kind: "object",
    resource: "list",
    required: ["data"],
    fields: {
      data: {
        kind: "object",
        resource: "list",
        required: isCreate ? ["type", "attributes"] : ["type", "id", "attributes"],
        fields: {
          type: { kind: "string", oneOf: ["list"] },
          ...(!isCreate && { id: { kind: "string", oneOf: [call.params["id"]!] } }),
          attributes: {
            kind: "object",
            resource: "list",
            required: isCreate ? ["name"] : [],
            fields: { name: { kind: "string", nullable: !isCreate }, opt_in_process: optIn },
          },
        },
      },
    },
  };
  requireShape(call, shape);
  const sent = (call.body as { data: { attributes: SentList } }).data.attributes;
  if (sent.name !== undefined && sent.name !== null && sent.name.trim() === "")
    throw new ApiError(400, nameProblem("This field may not be blank."));
  return sent;
}

function refuseTakenName(call: Call, name: string): void {
  if (call.world.switches.listNames === "duplicatesAllowed") return;
  if (![...call.account.lists.values()].some((list) => list.name === name)) return;
  throw new ApiError(400, nameProblem("A list with this name already exists."));
}

function refuseFullAccount(call: Call): void {
  const cap = call.world.switches.listCountCap;
  if (cap === null || call.account.lists.size < cap) return;
  throw new ApiError(400, invalidBody("/data", `This account has reached the limit of ${cap} lists.`));
}

function nameProblem(detail: string): Problem {
  return invalidBody("/data/attributes/name", detail);
}
