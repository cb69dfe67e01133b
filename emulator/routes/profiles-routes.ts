import { ApiError, invalidBody, notFound } from "../http/api-error.ts";
import type { Answer, Call, Route } from "../http/call.ts";
import { oneDocument, pageDocument } from "../http/json-api.ts";
import { cutPage } from "../http/paging.ts";
import { checkShape, fault, within, type ObjectShape, type Walk } from "../http/shape.ts";
import { toListResource } from "../lists/list-resource.ts";
import { isAcceptableEmail } from "../profiles/email-rule.ts";
import { isPlausiblePhone } from "../profiles/phone-rule.ts";
import { profileFeatures, profileParameters, toProfileResource } from "../profiles/profile-resource.ts";
import { hasIdentifier, toProfileRow, type ProfileRow } from "../profiles/profile-row.ts";
import { profileCreateShape, profilePatchShape, profileUpsertShape } from "../profiles/profile-shape.ts";
import type { Profile } from "../profiles/profile.ts";
import { indexedFields } from "../profiles/profile-store.ts";
import { profileSorts, selectProfiles } from "../profiles/select-profiles.ts";
import { upsertProfile, type Upserted } from "../profiles/upsert-profile.ts";
import { invalidPhoneDetail } from "../imports/check-import.ts";

const pageSize = { standard: 20, maximum: 100 };
// 100 KB for one profile (contract 6).
const megabytes = 0.1;

/** Single profiles and finding them (contract 7.8, 7.10). Here null does clear a field. */
export const profilesRoutes: Route[] = [
  {
    method: "GET",
    template: "/api/profiles",
    scopes: ["profiles:read"],
    pageSize,
    parameters: {
      ...profileParameters,
      filter: "any",
      sort: profileSorts,
      include: ["conversations", "push-tokens"],
    },
    features: profileFeatures,
    handle(call) {
      const page = cutPage(call, selectProfiles(call), pageSize);
      const data = page.items.map((profile) => toProfileResource(call, profile));
      return {
        status: 200,
        document: pageDocument(call, page, data, call.query.has("include") ? [] : undefined),
      };
    },
  },
  {
    method: "POST",
    template: "/api/profiles",
    scopes: ["profiles:write"],
    megabytes,
    parameters: profileParameters,
    handle(call) {
      const row = readProfile(call, profileCreateShape);
      for (const field of indexedFields) {
        const value = row.attributes[field];
        const other = value ? call.account.profiles.findBy(field, value) : undefined;
        if (other) throw duplicate(other);
      }
      return answerUpserted(call, upsert(call, row));
    },
  },
  {
    method: "GET",
    template: "/api/profiles/{id}",
    scopes: ["profiles:read"],
    parameters: { ...profileParameters, include: ["conversations", "lists", "push-tokens", "segments"] },
    features: {
      ...profileFeatures,
      "include=lists": "profile.lists",
      "include=segments": "profile.segments",
    },
    handle(call) {
      const profile = requireProfile(call);
      const wanted = call.query.get("include");
      const lists = wanted?.split(",").includes("lists")
        ? [...call.account.lists.values()].filter((list) => list.find(profile))
        : [];
      const included = wanted === null ? undefined : lists.map((list) => toListResource(call, list));
      return { status: 200, document: oneDocument(call, toProfileResource(call, profile), included) };
    },
  },
  {
    method: "PATCH",
    template: "/api/profiles/{id}",
    scopes: ["profiles:write"],
    megabytes,
    parameters: profileParameters,
    handle(call) {
      const profile = requireProfile(call);
      const row = readProfile(call, profilePatchShape);
      if (row.id !== profile.id)
        throw new ApiError(400, invalidBody("/data/id", "The id must match the id in the address."));
      refuseNameless(profile, row);
      return answerUpserted(call, upsert(call, row), 200);
    },
  },
  {
    method: "POST",
    template: "/api/profile-import",
    scopes: ["profiles:write"],
    megabytes,
    parameters: profileParameters,
    handle: (call) => answerUpserted(call, upsert(call, readProfile(call, profileUpsertShape))),
  },
];

function requireProfile(call: Call): Profile {
  const id = call.params["id"]!;
  const profile = call.account.profiles.find(id);
  if (!profile) throw notFound(`A profile with id \`${id}\` does not exist.`);
  return profile;
}

function readProfile(call: Call, shape: ObjectShape): ProfileRow {
  const walk: Walk = { path: [], problems: [] };
  checkShape(
    call.body,
    { kind: "object", resource: "profile", required: ["data"], fields: { data: shape } },
    walk,
  );
  if (walk.problems.length > 0) throw new ApiError(400, walk.problems);
  const row = toProfileRow((call.body as { data: unknown }).data);
  walk.path = ["data", "attributes"];
  const { email, phone_number: phone, external_id: external } = row.attributes;
  if (!hasIdentifier(row)) fault(walk, "One of email, phone_number or external_id is required.");
  if (typeof email === "string" && !isAcceptableEmail(email, call.world.switches.emailRule)) {
    within(walk, "email", () => fault(walk, "Invalid email address"));
  }
  // Beside another identifier a bad phone is ignored without a word; alone it is refused (contract 7.5).
  if (phone && !isPlausiblePhone(phone) && !email && !external && !row.id) {
    within(walk, "phone_number", () => fault(walk, invalidPhoneDetail));
  }
  if (walk.problems.length > 0) throw new ApiError(400, walk.problems);
  call.entry.rows = 1;
  return row;
}

function refuseNameless(profile: Profile, row: ProfileRow): void {
  const left = indexedFields.some((field) =>
    row.attributes[field] === undefined ? profile[field] : row.attributes[field],
  );
  if (!left)
    throw new ApiError(400, invalidBody("/data/attributes", "A profile needs at least one identifier."));
}

function upsert(call: Call, row: ProfileRow): Upserted {
  return upsertProfile(call.account.profiles, row, {
    nullsClear: true,
    conflicts: "failed",
    newId: () => call.world.identifiers.ulid(call.now),
    at: call.now,
  });
}

function answerUpserted(call: Call, upserted: Upserted, status?: number): Answer {
  if (upserted.outcome === "conflict") throw duplicate(upserted.other);
  if (upserted.outcome === "unknown_id") throw notFound("A profile with this id does not exist.");
  call.world.changed();
  const document = oneDocument(call, toProfileResource(call, upserted.profile));
  return { status: status ?? (upserted.outcome === "created" ? 201 : 200), document };
}

function duplicate(other: Profile): ApiError {
  return new ApiError(409, {
    code: "duplicate_profile",
    title: "Conflict.",
    detail: "A profile already exists with one of these identifiers.",
    source: { pointer: "/data/attributes" },
    meta: { duplicate_profile_id: other.id },
  });
}
