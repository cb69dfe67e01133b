import { invalidParameter } from "../http/api-error.ts";
import type { Call } from "../http/call.ts";
import type { Pageable } from "../http/paging.ts";
import type { Clause, FilterFields } from "../http/parse-filter.ts";
import { fitsMoment, readFilter } from "../http/read-filter.ts";
import type { Profile } from "./profile.ts";
import { sortKey, type IndexedField, type ProfileSort } from "./profile-store.ts";

const text = { operators: ["any", "equals"], values: "text" } as const;
const range = { operators: ["greater-than", "less-than"], values: "moment" } as const;
const suppression = "subscriptions.email.marketing.suppression";
const filterFields: FilterFields = {
  id: text,
  email: text,
  phone_number: text,
  external_id: text,
  _kx: { operators: ["equals"], values: "text" },
  created: range,
  updated: range,
  [`${suppression}.reason`]: { operators: ["equals"], values: "text" },
};

const sorts = ["created", "email", "id", "updated"] as const;
export const profileSorts = sorts.flatMap((sort) => [sort, `-${sort}`]);

/** The people a GET /profiles asks for (contract 7.10). */
export function selectProfiles(call: Call): Pageable<Profile> {
  const clauses = readFilter(call, filterFields);
  const written = call.query.get("sort");
  if (written && clauses.some((clause) => clause.field.startsWith(suppression))) {
    throw invalidParameter("sort", "Suppression filters cannot be combined with sort.");
  }
  const by: ProfileSort = sorts.find((sort) => sort === written?.replace(/^-/, "")) ?? "seq";
  const named = clauses.find((clause) => clause.kind === "texts" && !clause.field.startsWith(suppression));
  const items = named?.kind === "texts" ? findNamed(call, named) : call.account.profiles.inOrder(by);
  if (named) items.sort((left, right) => (sortKey(left, by) < sortKey(right, by) ? -1 : 1));
  return {
    items,
    markOf: (profile) => sortKey(profile, by),
    idOf: (profile) => profile.id,
    keep: (profile) => clauses.every((clause) => fits(profile, clause)),
    descending: written?.startsWith("-") ?? false,
  };
}

function findNamed(call: Call, clause: Clause & { kind: "texts" }): Profile[] {
  const { profiles } = call.account;
  const { field } = clause;
  const found = clause.values.map((value) =>
    field === "id" ? profiles.find(value) : isIndexed(field) ? profiles.findBy(field, value) : undefined,
  );
  return [...new Set(found)].filter((profile) => profile !== undefined);
}

function fits(profile: Profile, clause: Clause): boolean {
  if (clause.kind === "moment")
    return fitsMoment(clause, clause.field === "created" ? profile.createdAt : profile.updatedAt);
  if (clause.field === "id") return clause.values.includes(profile.id);
  if (clause.field === "email")
    return clause.values.some((value) => value.trim().toLowerCase() === profile.email);
  if (isIndexed(clause.field)) return clause.values.includes(profile[clause.field] ?? "");
  return profile.consent?.suppressions.some((each) => clause.values.includes(each.reason)) ?? false;
}

function isIndexed(field: string): field is IndexedField {
  return field === "email" || field === "phone_number" || field === "external_id";
}
