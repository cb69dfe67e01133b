import { ApiError, invalidBody, notFound } from "../http/api-error.ts";
import type { Call, Route } from "../http/call.ts";
import { pageDocument } from "../http/json-api.ts";
import { cutPage, type Pageable } from "../http/paging.ts";
import type { Clause, FilterFields } from "../http/parse-filter.ts";
import { fitsMoment, readFilter } from "../http/read-filter.ts";
import { requireShape } from "../http/require-shape.ts";
import type { Shape } from "../http/shape.ts";
import { requireList } from "../lists/find-list.ts";
import type { MemberList, Membership } from "../lists/member-list.ts";
import { profileFeatures, profileParameters, toProfileResource } from "../profiles/profile-resource.ts";
import type { Profile } from "../profiles/profile.ts";

const pageSize = { standard: 20, maximum: 100 };
// 1000 profiles a call (contract 6).
const mostChanges = 1000;

const text = { operators: ["any", "equals"], values: "text" } as const;
const filterFields: FilterFields = {
  email: text,
  phone_number: text,
  push_token: text,
  _kx: { operators: ["equals"], values: "text" },
  joined_group_at: {
    operators: ["greater-or-equal", "greater-than", "less-or-equal", "less-than"],
    values: "moment",
  },
};
const selection = { filter: "any", sort: ["joined_group_at", "-joined_group_at"] } as const;

/** Reading and changing who is on a list (contract 7.3). None of it touches consent. */
export const membersRoutes: Route[] = [
  {
    method: "GET",
    template: "/api/lists/{id}/profiles",
    scopes: ["lists:read", "profiles:read"],
    pageSize,
    parameters: { ...profileParameters, ...selection },
    features: profileFeatures,
    handle(call) {
      const page = cutPage(call, selectMembers(call), pageSize);
      const data = page.items.map((each) => toProfileResource(call, each.profile, each.joinedAt));
      return { status: 200, document: pageDocument(call, page, data) };
    },
  },
  {
    method: "GET",
    template: "/api/lists/{id}/relationships/profiles",
    scopes: ["lists:read", "profiles:read"],
    pageSize,
    parameters: selection,
    handle(call) {
      const page = cutPage(call, selectMembers(call), pageSize);
      const data = page.items.map((each) => ({ type: "profile", id: each.profile.id }));
      return { status: 200, document: pageDocument(call, page, data) };
    },
  },
  {
    method: "POST",
    template: "/api/lists/{id}/relationships/profiles",
    scopes: ["lists:write", "profiles:write"],
    handle: (call) =>
      changeMembers(call, call.world.switches.unknownProfileIdOnAdd, (list, profile) =>
        list.add(profile, call.now),
      ),
  },
  {
    method: "DELETE",
    template: "/api/lists/{id}/relationships/profiles",
    scopes: ["lists:write", "profiles:write"],
    handle: (call) =>
      changeMembers(call, call.world.switches.unknownProfileIdOnRemove, (list, profile) =>
        list.remove(profile),
      ),
  },
];

function selectMembers(call: Call): Pageable<Membership> {
  const list = requireList(call, call.params["id"]!);
  const fields = call.world.switches.membersFilterById ? { ...filterFields, id: text } : filterFields;
  const clauses = readFilter(call, fields);
  const named = clauses.find((clause) => clause.kind === "texts");
  const items = named ? findNamed(call, list, named) : list.inOrder();
  return {
    items,
    markOf: (each) => each.seq,
    idOf: (each) => each.profile.id,
    keep: (each) => !each.left && clauses.every((clause) => fitsMember(each, clause)),
    descending: call.query.get("sort")?.startsWith("-") ?? false,
  };
}

/** Looks members up by identifier, so that a filter does not read a million of them. */
function findNamed(call: Call, list: MemberList, clause: Clause & { kind: "texts" }): Membership[] {
  const found = new Set<Membership>();
  for (const value of clause.values) {
    const profile = findProfile(call, clause.field, value);
    const membership = profile && list.find(profile);
    if (membership) found.add(membership);
  }
  return [...found].sort((left, right) => left.seq - right.seq);
}

function findProfile(call: Call, field: string, value: string): Profile | undefined {
  if (field === "id") return call.account.profiles.find(value);
  return field === "email" || field === "phone_number"
    ? call.account.profiles.findBy(field, value)
    : undefined;
}

function fitsMember({ profile, joinedAt }: Membership, clause: Clause): boolean {
  if (clause.kind === "moment") return fitsMoment(clause, joinedAt);
  if (clause.field === "id") return clause.values.includes(profile.id);
  if (clause.field === "email")
    return clause.values.some((value) => value.trim().toLowerCase() === profile.email);
  return (
    clause.field === "phone_number" &&
    profile.phone_number !== null &&
    clause.values.includes(profile.phone_number)
  );
}

const identifiersShape: Shape = {
  kind: "object",
  resource: "profile",
  required: ["data"],
  fields: {
    data: {
      kind: "array",
      items: {
        kind: "object",
        resource: "profile",
        required: ["type", "id"],
        fields: { type: { kind: "string", oneOf: ["profile"] }, id: { kind: "string" } },
      },
    },
  },
};

function changeMembers(
  call: Call,
  unknownIds: "404" | "ignored",
  change: (list: MemberList, profile: Profile) => boolean,
) {
  const list = requireList(call, call.params["id"]!);
  requireShape(call, identifiersShape);
  const { data } = call.body as { data: { id: string }[] };
  call.entry.rows = data.length;
  if (data.length === 0) throw new ApiError(400, invalidBody("/data", "This list may not be empty."));
  if (data.length > mostChanges) {
    throw new ApiError(
      400,
      invalidBody("/data", `Ensure this field has no more than ${mostChanges} elements.`),
    );
  }
  const profiles = data.map(({ id }) => {
    const profile = call.account.profiles.find(id);
    if (!profile && unknownIds === "404") throw notFound(`A profile with id \`${id}\` does not exist.`);
    return profile;
  });
  list.beginCountLag(call.now, call.world.switches.profileCountLagMs);
  for (const profile of profiles) if (profile) change(list, profile);
  call.world.changed();
  return { status: 204 };
}
