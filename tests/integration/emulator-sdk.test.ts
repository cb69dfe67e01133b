import {
  AccountsApi,
  ApiKeySession,
  DataPrivacyApi,
  ListsApi,
  MetricsApi,
  ProfilesApi,
  RetryWithExponentialBackoff,
} from "klaviyo-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openEmulator, testAccount, type TestEmulator } from "../support/emulator.ts";

let klaviyo: TestEmulator;
let lists: ListsApi;
let profiles: ProfilesApi;
let session: ApiKeySession;

/** The official client with its address turned to the emulator. */
function pointedHere<T extends { basePath: string }>(api: T): T {
  api.basePath = klaviyo.url;
  return api;
}

beforeEach(async () => {
  klaviyo = await openEmulator();
  session = new ApiKeySession(
    testAccount.key,
    new RetryWithExponentialBackoff({ retryCodes: [], numRetries: 0, maxInterval: 1 }),
  );
  lists = pointedHere(new ListsApi(session));
  profiles = pointedHere(new ProfilesApi(session));
});
afterEach(() => klaviyo.stop());

const rows = Array.from({ length: 5 }, (_, index) => ({
  type: "profile" as const,
  attributes: {
    email: `p${index}@example.com`,
    firstName: "P",
    externalId: `c-${index}`,
    phoneNumber: "+36301234567".replace("7", String(index)),
    properties: { tier: "gold", n: index },
  },
}));

async function importRows(): Promise<string> {
  const { body } = await profiles.bulkImportProfiles({
    data: {
      type: "profile-bulk-import-job",
      attributes: { profiles: { data: rows } },
      relationships: { lists: { data: [{ type: "list", id: klaviyo.listId }] } },
    },
  });
  await klaviyo.control.stepClock(60_000);
  return body.data.id;
}

test("accounts and metrics", async () => {
  const accounts = pointedHere(new AccountsApi(session));
  expect((await accounts.getAccounts()).body.data[0]?.attributes.contactInformation.organizationName).toBe(
    "Acme",
  );
  expect((await accounts.getAccount(testAccount.id)).body.data.id).toBe(testAccount.id);
  expect((await pointedHere(new MetricsApi(session)).getMetrics()).body.data.length).toBeGreaterThan(0);
});

test("lists: create, read, filter, rename, count, delete", async () => {
  const created = await lists.createList({
    data: { type: "list", attributes: { name: "From the SDK", optInProcess: "single_opt_in" } },
  });
  const { id } = created.body.data;
  expect(created.response.status).toBe(201);
  expect(
    (await lists.getLists({ filter: 'equals(name,"From the SDK")', sort: "-created" })).body.data.map(
      (list) => list.id,
    ),
  ).toEqual([id]);
  expect((await lists.getLists()).body.data).toHaveLength(2);
  await lists.updateList(id, { data: { type: "list", id, attributes: { name: "Renamed" } } });
  const read = await lists.getList(id, { additionalFieldsList: ["profile_count"] });
  expect(read.body.data.attributes).toMatchObject({
    name: "Renamed",
    profileCount: 0,
    optInProcess: "single_opt_in",
  });
  expect((await lists.deleteList(id)).response.status).toBe(204);
  await expect(lists.getList(id)).rejects.toMatchObject({ response: { status: 404 } });
});

test("bulk import: submit, poll, read the results", async () => {
  const id = await importRows();
  const job = await profiles.getBulkImportProfilesJob(id, { include: ["lists"] });
  expect(job.body.data.attributes).toMatchObject({
    status: "complete",
    totalCount: 5,
    completedCount: 5,
    failedCount: 0,
  });
  expect(job.body.included?.[0]?.id).toBe(klaviyo.listId);
  const done = await profiles.getBulkImportProfilesJobs({
    filter: 'any(status,["complete"])',
    sort: "-created_at",
  });
  expect(done.body.data.map((each) => each.id)).toEqual([id]);
  expect((await profiles.getErrorsForBulkImportProfilesJob(id)).body.data).toEqual([]);
  expect((await profiles.getListForBulkImportProfilesJob(id)).body.data[0]?.id).toBe(klaviyo.listId);
  expect((await profiles.getListIdsForBulkImportProfilesJob(id)).body.data).toHaveLength(1);
  expect((await profiles.getProfilesForBulkImportProfilesJob(id)).body.data[0]?.attributes.email).toBe(
    "p0@example.com",
  );
  expect(
    (await profiles.getProfileIdsForBulkImportProfilesJob(id, { pageSize: 100 })).body.data,
  ).toHaveLength(5);
});

test("import errors come through with code and payload", async () => {
  klaviyo.fault({
    do: { kind: "job", fate: { failRows: { count: 1, code: "invalid", detail: "Planned" } } },
  });
  const errors = await profiles.getErrorsForBulkImportProfilesJob(await importRows(), { pageSize: 100 });
  expect(errors.body.data[0]?.attributes).toMatchObject({
    code: "invalid",
    detail: "Planned",
    originalPayload: { first_name: "P" },
  });
});

test("members: read, remove, add", async () => {
  await importRows();
  const members = await lists.getProfilesForList(klaviyo.listId, {
    pageSize: 100,
    fieldsProfile: ["email", "joined_group_at"],
  });
  expect(members.body.data).toHaveLength(5);
  expect(members.body.data[0]?.attributes.joinedGroupAt).toBeInstanceOf(Date);
  const ids = (await lists.getProfileIdsForList(klaviyo.listId, { pageSize: 2 })).body.data.map(({ id }) => ({
    type: "profile" as const,
    id,
  }));
  expect((await lists.removeProfilesFromList(klaviyo.listId, { data: ids })).response.status).toBe(204);
  expect(klaviyo.emails()).toHaveLength(3);
  expect((await lists.addProfilesToList(klaviyo.listId, { data: ids })).response.status).toBe(204);
  expect(klaviyo.emails()).toHaveLength(5);
});

test("profiles: find, read, create, update, upsert", async () => {
  await importRows();
  const found = await profiles.getProfiles({
    filter: 'any(email,["p1@example.com","p2@example.com"])',
    additionalFieldsProfile: ["subscriptions"],
  });
  expect(found.body.data).toHaveLength(2);
  expect(found.body.data[0]?.attributes.subscriptions?.email?.marketing?.consent).toBe("NEVER_SUBSCRIBED");
  const id = found.body.data[0]?.id ?? "";
  expect((await profiles.getProfile(id, { include: ["lists"] })).body.data.attributes.properties).toEqual({
    tier: "gold",
    n: 1,
  });
  // The client cannot send `unset`: its serialiser fails on a value that may be a text or an array.
  await profiles.updateProfile(id, {
    data: {
      type: "profile",
      id,
      attributes: { lastName: "New" },
      meta: { patchProperties: { append: { tags: ["a"] } } },
    },
  });
  expect((await profiles.getProfile(id)).body.data.attributes).toMatchObject({
    lastName: "New",
    properties: { tier: "gold", n: 1, tags: ["a"] },
  });
  expect(
    (await profiles.createProfile({ data: { type: "profile", attributes: { email: "fresh@example.com" } } }))
      .response.status,
  ).toBe(201);
  expect(
    (
      await profiles.createOrUpdateProfile({
        data: { type: "profile", attributes: { email: "fresh@example.com" } },
      })
    ).response.status,
  ).toBe(200);
});

test("consent, suppression, erasure", async () => {
  await importRows();
  const subscribed = await profiles.bulkSubscribeProfiles({
    data: {
      type: "profile-subscription-bulk-create-job",
      attributes: {
        profiles: {
          data: [
            {
              type: "profile",
              attributes: {
                email: "p0@example.com",
                subscriptions: { email: { marketing: { consent: "SUBSCRIBED" } } },
              },
            },
          ],
        },
      },
    },
  });
  expect(subscribed.response.status).toBe(202);
  const suppressed = await profiles.bulkSuppressProfiles({
    data: {
      type: "profile-suppression-bulk-create-job",
      attributes: { profiles: { data: [{ type: "profile", attributes: { email: "p1@example.com" } }] } },
    },
  });
  expect(
    (await profiles.getBulkSuppressProfilesJob(suppressed.body.data.id)).body.data.attributes.totalCount,
  ).toBe(1);
  expect((await profiles.getBulkSuppressProfilesJobs({ sort: "created" })).body.data).toHaveLength(1);
  const erased = await pointedHere(new DataPrivacyApi(session)).requestProfileDeletion({
    data: {
      type: "data-privacy-deletion-job",
      attributes: { profile: { data: { type: "profile", attributes: { email: "p2@example.com" } } } },
    },
  });
  expect(erased.response.status).toBe(202);
});

test("the client's own retries get over a 429", async () => {
  session = new ApiKeySession(testAccount.key);
  lists = pointedHere(new ListsApi(session));
  klaviyo.fault({ count: 1, do: { kind: "answer", status: 429, retryAfter: 1 } });
  expect((await lists.getLists()).body.data).toHaveLength(1);
  expect(klaviyo.control.log().map((entry) => entry.status)).toEqual([429, 200]);
});
