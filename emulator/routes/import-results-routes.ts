import type { Call, Route } from "../http/call.ts";
import { pageDocument, wholeDocument } from "../http/json-api.ts";
import { cutPage, type Page } from "../http/paging.ts";
import { importErrorFields, toImportErrorResource } from "../imports/import-resource.ts";
import { requireJob } from "../imports/require-job.ts";
import { listFields, toListResource } from "../lists/list-resource.ts";
import { profileFeatures, profileParameters, toProfileResource } from "../profiles/profile-resource.ts";
import type { Profile } from "../profiles/profile.ts";

const base = "/api/profile-bulk-import-jobs/{id}";
const pageSize = { standard: 20, maximum: 100 };

/** What a job did: errors, people and lists (contract 7.7). */
export const importResultsRoutes: Route[] = [
  {
    method: "GET",
    template: `${base}/import-errors`,
    scopes: ["profiles:read"],
    pageSize,
    parameters: { "fields[import-error]": importErrorFields },
    handle(call) {
      const job = requireJob(call, call.params["id"]!);
      const places = job.errors.map((error, place) => ({ error, place }));
      const page = cutPage(
        call,
        { items: places, markOf: (each) => each.place, idOf: (each) => each.error.id },
        pageSize,
      );
      const data = page.items.map(({ error }) => toImportErrorResource(call, job, error));
      return { status: 200, document: pageDocument(call, page, data) };
    },
  },
  {
    method: "GET",
    template: `${base}/lists`,
    scopes: ["lists:read"],
    parameters: { "fields[list]": listFields },
    handle: (call) => ({
      status: 200,
      document: wholeDocument(
        call,
        listsOf(call).map((list) => toListResource(call, list)),
      ),
    }),
  },
  {
    method: "GET",
    template: `${base}/relationships/lists`,
    scopes: ["lists:read"],
    handle: (call) => ({
      status: 200,
      document: wholeDocument(
        call,
        listsOf(call).map(({ id }) => ({ type: "list", id })),
      ),
    }),
  },
  {
    method: "GET",
    template: `${base}/profiles`,
    scopes: ["profiles:read"],
    pageSize,
    parameters: profileParameters,
    features: profileFeatures,
    handle(call) {
      const page = cutProfiles(call);
      return {
        status: 200,
        document: pageDocument(
          call,
          page,
          page.items.map((profile) => toProfileResource(call, profile)),
        ),
      };
    },
  },
  {
    method: "GET",
    template: `${base}/relationships/profiles`,
    scopes: ["profiles:read"],
    pageSize,
    handle(call) {
      const page = cutProfiles(call);
      return {
        status: 200,
        document: pageDocument(
          call,
          page,
          page.items.map(({ id }) => ({ type: "profile", id })),
        ),
      };
    },
  },
];

function listsOf(call: Call) {
  return requireJob(call, call.params["id"]!).listIds.flatMap((id) => call.account.lists.get(id) ?? []);
}

function cutProfiles(call: Call): Page<Profile> {
  const job = requireJob(call, call.params["id"]!);
  const items = job.profiles
    .filter((profile) => call.account.profiles.find(profile.id))
    .sort((a, b) => a.seq - b.seq);
  return cutPage(call, { items, markOf: (profile) => profile.seq, idOf: (profile) => profile.id }, pageSize);
}
