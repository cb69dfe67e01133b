import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  importBody,
  openEmulator,
  testAccount,
  type JsonDocument,
  type TestEmulator,
} from "../support/emulator.ts";

let klaviyo: TestEmulator;
beforeEach(async () => {
  klaviyo = await openEmulator();
});
afterEach(() => klaviyo.stop());

const jobsPath = "/api/profile-bulk-import-jobs";
const post = (rows: object[], listId: string | undefined = klaviyo.listId) =>
  klaviyo.call("POST", jobsPath, { body: importBody(rows, listId) });
const readJob = async (id: JsonDocument | string | undefined) =>
  (await klaviyo.call("GET", `${jobsPath}/${String(id)}`)).json["data"]?.["attributes"];
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ email: `p${index}@example.com` }));
const person = (email: string) =>
  [...klaviyo.control.profiles(testAccount.id)].find((profile) => profile.email === email);
const errorsOf = async (id: JsonDocument | string | undefined, query = "") =>
  (await klaviyo.call("GET", `${jobsPath}/${String(id)}/import-errors${query}`)).json[
    "data"
  ] as unknown as JsonDocument[];

describe("life of a job", () => {
  test("queued, then processing, then complete; members appear only at the end", async () => {
    klaviyo.control.setJobPlan({ startMs: 1000, workMs: 5000 });
    const created = await post(people(3));
    expect(created.status).toBe(202);
    const id = created.json["data"]?.["id"];
    expect(created.json["data"]?.["attributes"]).toMatchObject({
      status: "queued",
      total_count: 3,
      completed_count: 0,
      failed_count: 0,
      started_at: null,
      completed_at: null,
      created_at: "2026-10-01T08:00:00+00:00",
      expires_at: "2026-10-08T08:00:00+00:00",
    });
    await klaviyo.control.stepClock(1000);
    expect(await readJob(id)).toMatchObject({
      status: "processing",
      completed_count: 0,
      started_at: "2026-10-01T08:00:01+00:00",
    });
    expect(klaviyo.emails()).toEqual([]);
    await klaviyo.control.stepClock(5000);
    expect(await readJob(id)).toMatchObject({
      status: "complete",
      completed_count: 3,
      completed_at: "2026-10-01T08:00:06+00:00",
    });
    expect(klaviyo.emails()).toHaveLength(3);
  });

  test("after seven days the job is 404 and so are its parts", async () => {
    const id = (await klaviyo.importRows(people(1))).json["data"]?.["id"];
    await klaviyo.control.stepClock(7 * 86_400_000);
    const gone = await klaviyo.call("GET", `${jobsPath}/${String(id)}`);
    expect(gone.status).toBe(404);
    expect(gone.json["errors"]?.[0]?.["detail"]).toBe("Invalid job id");
    expect((await klaviyo.call("GET", `${jobsPath}/${String(id)}/import-errors`)).status).toBe(404);
  });

  test("a job can be cancelled, stuck or vanish", async () => {
    for (const ending of ["cancelled", "stuckQueued", "stuckProcessing", "vanished"] as const) {
      klaviyo.fault({
        match: { method: "POST", route: jobsPath },
        count: 1,
        do: { kind: "job", fate: { ending } },
      });
      const id = (await klaviyo.importRows([{ email: `${ending.toLowerCase()}@example.com` }])).json[
        "data"
      ]?.["id"];
      const answer = await klaviyo.call("GET", `${jobsPath}/${String(id)}`);
      if (ending === "vanished") expect(answer.status).toBe(404);
      else
        expect(answer.json["data"]?.["attributes"]?.["status"]).toBe(
          { cancelled: "cancelled", stuckQueued: "queued", stuckProcessing: "processing" }[ending],
        );
    }
    expect(klaviyo.emails()).toEqual([]);
  });

  test("a job stuck in the queue is let through on request, and no other account's", async () => {
    klaviyo.fault({ do: { kind: "job", fate: { ending: "stuckQueued" } } });
    const id = (await klaviyo.importRows(people(2))).json["data"]?.["id"];
    await klaviyo.control.stepClock(86_400_000);
    expect(await readJob(id)).toMatchObject({ status: "queued" });
    klaviyo.control.seed({ accounts: [{ id: "OtherX", keys: [{ secret: "pk_o" }] }] });
    expect(await klaviyo.control.releaseJobs("OtherX")).toBe(0);
    expect(await readJob(id)).toMatchObject({ status: "queued" });
    expect(await klaviyo.control.releaseJobs(testAccount.id)).toBe(1);
    expect(await readJob(id)).toMatchObject({ status: "complete", completed_count: 2 });
    expect(await klaviyo.control.releaseJobs(testAccount.id)).toBe(0);
  });

  test("a cancelled job may have done part of its rows", async () => {
    klaviyo.fault({ do: { kind: "job", fate: { ending: "cancelled", doneBeforeCancelPercent: 50 } } });
    const id = (await klaviyo.importRows(people(10))).json["data"]?.["id"];
    expect(await readJob(id)).toMatchObject({ status: "cancelled", completed_count: 5, total_count: 10 });
    expect(klaviyo.emails()).toHaveLength(5);
  });

  test("a share of jobs can be unlucky, the same share for the same seed", async () => {
    klaviyo.control.setJobPlan({ cancelledPercent: 30, stuckPercent: 30 });
    for (let index = 0; index < 40; index++) await post([{ email: `x${index}@example.com` }]);
    await klaviyo.control.stepClock(60_000);
    const states = klaviyo.control.jobs(testAccount.id).map((job) => job.status);
    expect(new Set(states)).toEqual(new Set(["complete", "cancelled", "processing"]));
  });

  test("the list deleted while the job waits is not made again", async () => {
    await post(people(2));
    klaviyo.control.deleteList(testAccount.id, klaviyo.listId);
    await klaviyo.control.stepClock(60_000);
    expect(klaviyo.control.jobs(testAccount.id)[0]?.status).toBe("complete");
    expect((await klaviyo.call("GET", "/api/lists")).json["data"]).toHaveLength(0);
  });

  test("or it cancels the job, by switch", async () => {
    klaviyo.control.setSwitches({ listDeletedMidJob: "cancelled" });
    await post(people(2));
    klaviyo.control.deleteList(testAccount.id, klaviyo.listId);
    await klaviyo.control.stepClock(60_000);
    expect(klaviyo.control.jobs(testAccount.id)[0]?.status).toBe("cancelled");
  });
});

describe("reading jobs", () => {
  test("the collection filters by status, sorts by age, and pages", async () => {
    klaviyo.control.setJobPlan({ startMs: 1000, workMs: 1000 });
    for (let index = 0; index < 25; index++) {
      await post(people(1));
      if (index < 5) await klaviyo.control.stepClock(10_000);
    }
    const read = (query: string) => klaviyo.call("GET", `${jobsPath}?${query}`);
    expect((await read('filter=equals(status,"complete")')).json["data"]).toHaveLength(5);
    expect(
      (await read('filter=any(status,["queued","processing"])&page[size]=100')).json["data"],
    ).toHaveLength(20);
    expect((await read('filter=equals(status,"cancelled")')).status).toBe(400);
    const newest = (await read("sort=-created_at")).json;
    expect(newest["data"]).toHaveLength(20);
    const next = String(newest["links"]?.["next"]).replace(klaviyo.url, "");
    expect((await klaviyo.call("GET", next)).json["data"]).toHaveLength(5);
    klaviyo.control.setSwitches({ jobsAcceptPageSize: false });
    expect((await read("page[size]=100")).status).toBe(400);
  });

  test("include=lists brings the list, and without it there are links only", async () => {
    const id = String((await klaviyo.importRows(people(1))).json["data"]?.["id"]);
    const plain = await klaviyo.call("GET", `${jobsPath}/${id}`);
    expect(plain.json["data"]?.["relationships"]?.["lists"]).not.toHaveProperty("data");
    expect(plain.json["data"]?.["relationships"]?.["import-errors"]?.["links"]).not.toHaveProperty("self");
    const full = await klaviyo.call("GET", `${jobsPath}/${id}?include=lists`);
    expect(full.json["data"]?.["relationships"]?.["lists"]?.["data"]).toEqual([
      { type: "list", id: klaviyo.listId },
    ]);
    expect(full.json["included"]?.[0]?.["id"]).toBe(klaviyo.listId);
  });

  test("lists and profiles of a job can be read, and there are no errors of a clean one", async () => {
    const id = String((await klaviyo.importRows(people(3))).json["data"]?.["id"]);
    expect((await klaviyo.call("GET", `${jobsPath}/${id}/lists`)).json["data"]?.[0]?.["id"]).toBe(
      klaviyo.listId,
    );
    expect((await klaviyo.call("GET", `${jobsPath}/${id}/relationships/lists`)).json["data"]).toEqual([
      { type: "list", id: klaviyo.listId },
    ]);
    expect(
      (await klaviyo.call("GET", `${jobsPath}/${id}/profiles`)).json["data"]?.[2]?.["attributes"]?.["email"],
    ).toBe("p2@example.com");
    expect(
      (await klaviyo.call("GET", `${jobsPath}/${id}/relationships/profiles?page[size]=2`)).json["data"],
    ).toHaveLength(2);
    expect(await errorsOf(id)).toEqual([]);
  });
});

describe("all or nothing", () => {
  test("bad rows are named by index and nothing is imported", async () => {
    const answer = await post([
      { email: "ok@example.com" },
      { email: "broken" },
      { email: "ok2@example.com" },
      { email: "x@" },
    ]);
    expect(answer.status).toBe(400);
    const pointers = (answer.json["errors"] as unknown as { source: { pointer: string } }[]).map(
      (error) => error.source.pointer,
    );
    expect(pointers).toEqual([1, 3].map((row) => `/data/attributes/profiles/data/${row}/attributes/email`));
    await klaviyo.control.stepClock(60_000);
    expect(klaviyo.control.jobs(testAccount.id)).toEqual([]);
    expect([...klaviyo.control.profiles(testAccount.id)]).toEqual([]);
  });

  test("an unknown list is refused at /data", async () => {
    const answer = await post(people(1), "NOPE01");
    expect(answer.status).toBe(400);
    expect(answer.json["errors"]?.[0]).toMatchObject({
      detail: "List ID NOPE01 does not exist.",
      source: { pointer: "/data" },
    });
  });

  test("several lists are refused, taken, or cut to the first, by switch", async () => {
    const second = String(
      (
        await klaviyo.call("POST", "/api/lists", {
          body: { data: { type: "list", attributes: { name: "Second" } } },
        })
      ).json["data"]?.["id"],
    );
    const body = importBody(people(1), klaviyo.listId) as {
      data: { relationships: { lists: { data: object[] } } };
    };
    body.data.relationships.lists.data.push({ type: "list", id: second });
    const send = () => klaviyo.call("POST", jobsPath, { body });
    expect((await send()).status).toBe(400);
    klaviyo.control.setSwitches({ severalLists: "first" });
    expect((await send()).status).toBe(202);
    await klaviyo.control.stepClock(60_000);
    expect(klaviyo.emails(second)).toEqual([]);
    klaviyo.control.setSwitches({ severalLists: "all" });
    await send();
    await klaviyo.control.stepClock(60_000);
    expect(klaviyo.emails(second)).toHaveLength(1);
  });

  test("a body over 5 MB is 413, or 400 by switch, and leaves nothing", async () => {
    const body = importBody([{ email: "a@example.com" }]) as { data: { attributes: object } };
    const raw = JSON.stringify(body) + " ".repeat(5_000_001 - JSON.stringify(body).length);
    expect((await klaviyo.call("POST", jobsPath, { raw })).status).toBe(413);
    klaviyo.control.setSwitches({ oversizeBody: "400" });
    expect((await klaviyo.call("POST", jobsPath, { raw })).status).toBe(400);
    expect((await klaviyo.call("POST", jobsPath, { raw: raw.slice(0, -1) })).status).toBe(202);
    klaviyo.control.setSwitches({ byteUnit: "binary" });
    expect((await klaviyo.call("POST", jobsPath, { raw })).status).toBe(202);
  });

  test("10,001 rows are 400, or 413 by switch", async () => {
    expect((await post(people(10_001))).status).toBe(400);
    klaviyo.control.setSwitches({ tooManyRows: "413" });
    expect((await post(people(10_001))).status).toBe(413);
    expect((await post(people(10_000))).status).toBe(202);
  });

  test("an import without a list makes profiles and touches no list", async () => {
    expect((await klaviyo.call("POST", jobsPath, { body: importBody(people(2)) })).status).toBe(202);
    await klaviyo.control.stepClock(60_000);
    expect([...klaviyo.control.profiles(testAccount.id)]).toHaveLength(2);
    expect(klaviyo.emails()).toEqual([]);
  });
});

describe("what a row does", () => {
  test("addresses match whatever their case and spaces", async () => {
    await klaviyo.importRows([{ email: "Anna@Example.com", first_name: "Anna" }]);
    await klaviyo.importRows([{ email: " anna@example.COM ", last_name: "Kiss" }]);
    expect([...klaviyo.control.profiles(testAccount.id)]).toHaveLength(1);
    expect(person("anna@example.com")).toMatchObject({ first_name: "Anna", last_name: "Kiss" });
  });

  test("what is not mentioned stays, and nulls are ignored", async () => {
    await klaviyo.importRows([
      {
        email: "a@example.com",
        first_name: "A",
        phone_number: "+36301234567",
        properties: { tier: "gold", size: 4 },
      },
    ]);
    await klaviyo.importRows([
      {
        email: "a@example.com",
        first_name: null,
        phone_number: null,
        properties: { tier: null, city: "Pécs" },
      },
    ]);
    expect(person("a@example.com")).toMatchObject({
      first_name: "A",
      phone_number: "+36301234567",
      properties: { tier: "gold", size: 4, city: "Pécs" },
    });
  });

  test("nulls clear, by switch", async () => {
    klaviyo.control.setSwitches({ nullsClear: true });
    await klaviyo.importRows([
      {
        email: "a@example.com",
        first_name: "A",
        phone_number: "+36301234567",
        properties: { tier: "gold", size: 4 },
      },
    ]);
    await klaviyo.importRows([
      { email: "a@example.com", first_name: null, phone_number: null, properties: { tier: null } },
    ]);
    expect(person("a@example.com")).toMatchObject({
      first_name: null,
      phone_number: null,
      properties: { size: 4 },
    });
    expect(person("a@example.com")?.properties).not.toHaveProperty("tier");
  });

  test("unset, append and unappend patch properties", async () => {
    await klaviyo.importRows([
      { email: "a@example.com", properties: { old: 1, tags: ["x", "y"], keep: true } },
    ]);
    const meta = { patch_properties: { unset: "old", append: { tags: ["z"] }, unappend: { tags: "x" } } };
    await klaviyo.importRows([{ type: "profile", attributes: { email: "a@example.com" }, meta }]);
    expect(person("a@example.com")?.properties).toEqual({ tags: ["y", "z"], keep: true });
  });

  test("types of properties survive", async () => {
    const properties = { number: 1.5, text: "01234", yes: true, list: ["a", 1], when: "2026-01-01" };
    await klaviyo.importRows([{ email: "a@example.com", properties }]);
    const answer = await klaviyo.call("GET", '/api/profiles?filter=equals(email,"a@example.com")');
    expect(answer.json["data"]?.[0]?.["attributes"]?.["properties"]).toEqual(properties);
  });

  test("an invalid phone beside an e-mail is dropped without a word", async () => {
    const id = (await klaviyo.importRows([{ email: "a@example.com", phone_number: "+15555550100" }])).json[
      "data"
    ]?.["id"];
    expect(await readJob(id)).toMatchObject({ completed_count: 1, failed_count: 0 });
    expect(person("a@example.com")?.phone_number).toBeNull();
    expect(await errorsOf(id)).toEqual([]);
  });

  test("or refused with 400, by switch", async () => {
    klaviyo.control.setSwitches({ invalidPhone: "400" });
    expect((await post([{ email: "a@example.com", phone_number: "+15555550100" }])).status).toBe(400);
  });

  test("consent is never touched and a new profile was never subscribed", async () => {
    klaviyo.control.seed({
      accounts: [
        {
          id: testAccount.id,
          profiles: [{ attributes: { email: "gone@example.com" }, consent: "UNSUBSCRIBED" }],
        },
      ],
    });
    await klaviyo.importRows([
      { email: "gone@example.com", first_name: "Gone" },
      { email: "new@example.com" },
    ]);
    const consentOf = async (email: string) =>
      (
        await klaviyo.call(
          "GET",
          `/api/profiles?filter=equals(email,"${email}")&additional-fields[profile]=subscriptions`,
        )
      ).json["data"]?.[0]?.["attributes"]?.["subscriptions"]?.["email"]?.["marketing"]?.["consent"];
    expect(await consentOf("gone@example.com")).toBe("UNSUBSCRIBED");
    expect(await consentOf("new@example.com")).toBe("NEVER_SUBSCRIBED");
    expect(klaviyo.emails()).toContain("gone@example.com");
  });

  test("updated moves when something changed, and joined_group_at stays when somebody joins again", async () => {
    await klaviyo.importRows([{ email: "a@example.com", first_name: "A" }]);
    const before = { ...[...klaviyo.control.members(testAccount.id, klaviyo.listId)][0]! };
    await klaviyo.importRows([{ email: "a@example.com", first_name: "A" }]);
    expect(person("a@example.com")?.updatedAt).toBe(before.updatedAt);
    await klaviyo.importRows([{ email: "a@example.com", first_name: "B" }]);
    expect(person("a@example.com")?.updatedAt).toBeGreaterThan(before.updatedAt);
    expect([...klaviyo.control.members(testAccount.id, klaviyo.listId)][0]?.joinedAt).toBe(before.joinedAt);
  });

  test("a known e-mail with a new phone changes that profile's phone", async () => {
    await klaviyo.importRows([{ email: "a@example.com", phone_number: "+36301234567" }]);
    await klaviyo.importRows([{ email: "a@example.com", phone_number: "+36301234568" }]);
    expect(person("a@example.com")?.phone_number).toBe("+36301234568");
  });

  test("external_id decides before e-mail, and stays when it is not sent", async () => {
    await klaviyo.importRows([{ email: "a@example.com", external_id: "c-1" }]);
    await klaviyo.importRows([{ email: "new@example.com", external_id: "c-1" }]);
    await klaviyo.importRows([{ email: "new@example.com", first_name: "N" }]);
    expect([...klaviyo.control.profiles(testAccount.id)]).toHaveLength(1);
    expect(person("new@example.com")).toMatchObject({ external_id: "c-1", first_name: "N" });
  });
});

describe("row failures", () => {
  test("identifiers of two profiles fail the row with duplicate_profile and its payload", async () => {
    await klaviyo.importRows([{ email: "a@example.com", external_id: "c-1" }, { email: "b@example.com" }]);
    const row = { external_id: "c-1", email: "b@example.com", first_name: "Clash" };
    const id = (await klaviyo.importRows([row, { email: "c@example.com" }])).json["data"]?.["id"];
    expect(await readJob(id)).toMatchObject({
      status: "complete",
      total_count: 2,
      completed_count: 1,
      failed_count: 1,
    });
    expect((await errorsOf(id))[0]).toMatchObject({
      type: "import-error",
      attributes: {
        code: "duplicate_profile",
        detail: "A profile already exists with one of these identifiers.",
        original_payload: row,
      },
    });
    expect(person("b@example.com")?.first_name).toBeNull();
  });

  test("or the first identifier wins, by switch", async () => {
    klaviyo.control.setSwitches({ conflictingIdentifiers: "firstWins" });
    await klaviyo.importRows([{ email: "a@example.com", external_id: "c-1" }, { email: "b@example.com" }]);
    await klaviyo.importRows([{ external_id: "c-1", email: "b@example.com", first_name: "First" }]);
    expect(person("a@example.com")?.first_name).toBe("First");
  });

  test("an id that does not exist fails its row", async () => {
    const id = (
      await klaviyo.importRows([{ type: "profile", id: "01NOPE", attributes: { email: "a@example.com" } }])
    ).json["data"]?.["id"];
    expect((await errorsOf(id))[0]?.["attributes"]?.["code"]).toBe("not_found");
  });

  test("completed_count leaves failures out, or includes them, by switch", async () => {
    const fail = {
      kind: "job",
      fate: { failRows: { count: 4, code: "invalid", detail: "Planned" } },
    } as const;
    klaviyo.fault({ do: fail });
    const first = (await klaviyo.importRows(people(10))).json["data"]?.["id"];
    expect(await readJob(first)).toMatchObject({ completed_count: 6, failed_count: 4 });
    klaviyo.control.setSwitches({ completedCountIncludesFailed: true });
    const second = (await klaviyo.importRows(people(10))).json["data"]?.["id"];
    expect(await readJob(second)).toMatchObject({ completed_count: 10, failed_count: 4 });
  });

  test("rows may be lost: completed and failed together are less than total", async () => {
    klaviyo.fault({ do: { kind: "job", fate: { loseRows: 3 } } });
    const id = (await klaviyo.importRows(people(10))).json["data"]?.["id"];
    expect(await readJob(id)).toMatchObject({
      status: "complete",
      total_count: 10,
      completed_count: 7,
      failed_count: 0,
    });
    expect(klaviyo.emails()).toHaveLength(7);
  });

  test("2,500 import errors are read over 25 pages of 100, each once", async () => {
    klaviyo.fault({ do: { kind: "job", fate: { failRows: { count: 2500 } } } });
    const id = (await klaviyo.importRows(people(4000))).json["data"]?.["id"];
    const seen = new Set<string>();
    let path: string | null = `${jobsPath}/${String(id)}/import-errors?page[size]=100`;
    let pages = 0;
    for (; path; pages++) {
      const answer: { json: JsonDocument } = await klaviyo.call("GET", path);
      for (const error of answer.json["data"] as unknown as {
        attributes: { original_payload: { email: string } };
      }[])
        seen.add(error.attributes.original_payload.email);
      const next = answer.json["links"]?.["next"] as unknown as string | null;
      path = next && next.replace(klaviyo.url, "");
    }
    expect(pages).toBe(25);
    expect(seen.size).toBe(2500);
    expect(klaviyo.emails()).toHaveLength(1500);
  });

  test("the same person twice is merged, dropped or failed, by switch", async () => {
    const twice = [
      { email: "a@example.com", first_name: "One" },
      { email: "A@example.com ", first_name: "Two" },
    ];
    const outcomes: unknown[] = [];
    for (const duplicateRowInJob of ["merged", "dropped", "failed"] as const) {
      klaviyo.control.setSwitches({ duplicateRowInJob });
      const job = await readJob((await klaviyo.importRows(twice)).json["data"]?.["id"]);
      outcomes.push([job?.["completed_count"], job?.["failed_count"], person("a@example.com")?.first_name]);
    }
    expect(outcomes).toEqual([
      [2, 0, "Two"],
      [1, 0, "One"],
      [1, 1, "One"],
    ]);
  });

  test("rows without identifier, with a bad address or a lone bad phone may fail late, by switch", async () => {
    klaviyo.control.setSwitches({
      noIdentifierRow: "importError",
      invalidEmailRow: "importError",
      invalidPhoneOnly: "importError",
    });
    const id = (
      await klaviyo.importRows([
        { first_name: "N" },
        { email: "broken" },
        { phone_number: "123" },
        { email: "ok@example.com" },
      ])
    ).json["data"]?.["id"];
    expect(await readJob(id)).toMatchObject({ completed_count: 1, failed_count: 3 });
    expect(await errorsOf(id)).toHaveLength(3);
  });

  test("order inside a job may be shuffled, by switch", async () => {
    klaviyo.control.setSwitches({ rowOrder: "shuffled" });
    await klaviyo.importRows(people(50));
    expect(klaviyo.emails()).not.toEqual(people(50).map((row) => row.email));
    expect(new Set(klaviyo.emails()).size).toBe(50);
  });
});
