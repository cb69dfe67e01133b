import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openEmulator, testAccount, type JsonDocument, type TestEmulator } from "../support/emulator.ts";

let klaviyo: TestEmulator;
beforeEach(async () => {
  klaviyo = await openEmulator();
});
afterEach(() => klaviyo.stop());

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    email: `p${index}@example.com`,
    external_id: `c-${index}`,
  }));
const idOf = (email: string) =>
  [...klaviyo.control.profiles(testAccount.id)].find((profile) => profile.email === email)?.id ?? "";
const membersPath = () => `/api/lists/${klaviyo.listId}/profiles`;
const linksPath = () => `/api/lists/${klaviyo.listId}/relationships/profiles`;
const change = (method: "POST" | "DELETE", ids: string[]) =>
  klaviyo.call(method, linksPath(), { body: { data: ids.map((id) => ({ type: "profile", id })) } });
const emailsOf = (answer: { json: JsonDocument }) =>
  (answer.json["data"] as unknown as { attributes: { email: string } }[]).map(
    (each) => each.attributes.email,
  );

async function readAll(path: string): Promise<{ emails: string[]; pages: number }> {
  const emails: string[] = [];
  let pages = 0;
  for (let next: string | null = path; next; pages++) {
    const answer = await klaviyo.call("GET", next);
    emails.push(...emailsOf(answer));
    const link = answer.json["links"]?.["next"] as unknown as string | null;
    next = link && link.replace(klaviyo.url, "");
  }
  return { emails, pages };
}

describe("members", () => {
  test("are read in the order they joined, each once, either way", async () => {
    await klaviyo.importRows(people(250));
    const forwards = await readAll(`${membersPath()}?page[size]=100`);
    expect(forwards.pages).toBe(3);
    expect(forwards.emails).toEqual(people(250).map((row) => row.email));
    expect((await readAll(`${membersPath()}?page[size]=100&sort=-joined_group_at`)).emails).toEqual(
      forwards.emails.toReversed(),
    );
  });

  test("who leaves between two pages disturbs nobody else", async () => {
    await klaviyo.importRows(people(60));
    const first = await klaviyo.call("GET", membersPath());
    await change("DELETE", [idOf("p3@example.com"), idOf("p30@example.com")]);
    const rest = await readAll(String(first.json["links"]?.["next"]).replace(klaviyo.url, ""));
    expect([...emailsOf(first), ...rest.emails]).toEqual(
      people(60)
        .map((row) => row.email)
        .filter((email) => email !== "p30@example.com"),
    );
  });

  test("are found by e-mail, phone, id and time of joining", async () => {
    await klaviyo.importRows([{ email: "a@example.com", phone_number: "+36301234567" }]);
    await klaviyo.importRows([{ email: "b+tag@example.com" }]);
    const find = async (filter: string) =>
      emailsOf(await klaviyo.call("GET", `${membersPath()}?filter=${encodeURIComponent(filter)}`));
    expect(await find('equals(email,"B+tag@Example.com")')).toEqual(["b+tag@example.com"]);
    expect(await find('any(phone_number,["+36301234567"])')).toEqual(["a@example.com"]);
    expect(await find(`equals(id,"${idOf("a@example.com")}")`)).toEqual(["a@example.com"]);
    expect(await find("greater-than(joined_group_at,2026-10-01T08:00:30Z)")).toEqual(["b+tag@example.com"]);
    klaviyo.control.setSwitches({ membersFilterById: false });
    expect((await klaviyo.call("GET", `${membersPath()}?filter=equals(id,"x")`)).status).toBe(400);
  });

  test("carry joined_group_at, and the relationships endpoint gives ids only", async () => {
    await klaviyo.importRows(people(1));
    expect(
      (await klaviyo.call("GET", membersPath())).json["data"]?.[0]?.["attributes"]?.["joined_group_at"],
    ).toBe("2026-10-01T08:00:01+00:00");
    expect((await klaviyo.call("GET", linksPath())).json["data"]).toEqual([
      { type: "profile", id: idOf("p0@example.com") },
    ]);
  });

  test("are added and removed by id; doing it again changes nothing; updated does not move", async () => {
    await klaviyo.importRows(people(3));
    const ids = people(3).map((row) => idOf(row.email));
    const updated = [...klaviyo.control.profiles(testAccount.id)].map((profile) => profile.updatedAt);
    await klaviyo.control.stepClock(5000);
    const removed = await change("DELETE", ids.slice(0, 2));
    expect([removed.status, removed.text]).toEqual([204, ""]);
    expect((await change("DELETE", ids.slice(0, 2))).status).toBe(204);
    expect(klaviyo.emails()).toEqual(["p2@example.com"]);
    expect((await change("POST", ids)).status).toBe(204);
    expect(klaviyo.emails()).toEqual(["p2@example.com", "p0@example.com", "p1@example.com"]);
    expect([...klaviyo.control.profiles(testAccount.id)].map((profile) => profile.updatedAt)).toEqual(
      updated,
    );
  });

  test("an unknown profile id is 404 and changes nothing, or ignored, by switch", async () => {
    await klaviyo.importRows(people(2));
    const ids = [idOf("p0@example.com"), "01NOPE"];
    expect((await change("DELETE", ids)).status).toBe(404);
    expect(klaviyo.emails()).toHaveLength(2);
    klaviyo.control.setSwitches({ unknownProfileIdOnRemove: "ignored", unknownProfileIdOnAdd: "ignored" });
    expect((await change("DELETE", ids)).status).toBe(204);
    expect(klaviyo.emails()).toHaveLength(1);
    expect((await change("POST", ids)).status).toBe(204);
    expect(klaviyo.emails()).toHaveLength(2);
  });

  test("a thousand a call, not one more", async () => {
    await klaviyo.importRows(people(1001));
    const ids = people(1001).map((row) => idOf(row.email));
    expect((await change("DELETE", ids)).status).toBe(400);
    expect((await change("DELETE", ids.slice(1))).status).toBe(204);
    expect(klaviyo.emails()).toEqual(["p0@example.com"]);
  });

  test("an unknown list and an e-mail in place of an id are refused", async () => {
    expect((await klaviyo.call("GET", "/api/lists/NOPE01/profiles")).status).toBe(404);
    expect(
      (await klaviyo.call("POST", linksPath(), { body: { data: [{ type: "profile", email: "a@b.hu" }] } }))
        .status,
    ).toBe(400);
  });
});

describe("profiles", () => {
  const find = (query: string) => klaviyo.call("GET", `/api/profiles?${query}`);
  const send = (method: string, path: string, data: object) => klaviyo.call(method, path, { body: { data } });

  test("are found by any of a hundred addresses in one page", async () => {
    await klaviyo.importRows(people(150));
    const wanted = people(100).map((row) => row.email);
    const filter = encodeURIComponent(`any(email,${JSON.stringify(wanted)})`);
    expect(emailsOf(await find(`filter=${filter}&page[size]=100&fields[profile]=email`))).toHaveLength(100);
    expect(emailsOf(await find(`filter=${filter}`))).toHaveLength(20);
    expect((await find(`filter=${filter}&page[size]=101`)).status).toBe(400);
    klaviyo.control.setSwitches({ pageSizeOverMaximum: "clamped" });
    expect(emailsOf(await find(`filter=${filter}&page[size]=101`))).toHaveLength(100);
    klaviyo.control.setSwitches({ anyValueCap: 50 });
    expect((await find(`filter=${filter}`)).status).toBe(400);
  });

  test("fields[profile] keeps what is asked for, next to id and type", async () => {
    await klaviyo.importRows(people(1));
    const profile = (await find("fields[profile]=email,external_id")).json["data"]?.[0];
    expect(profile?.["attributes"]).toEqual({ email: "p0@example.com", external_id: "c-0" });
    expect(profile).toMatchObject({ type: "profile", id: expect.stringMatching(/^[0-9A-Z]{26}$/) });
  });

  test("are sorted and paged by e-mail, and filtered by updated and external_id", async () => {
    await klaviyo.importRows(people(30));
    const all = await readAll("/api/profiles?sort=-email");
    expect(all.emails).toEqual(
      people(30)
        .map((row) => row.email)
        .sort()
        .reverse(),
    );
    await klaviyo.importRows([{ email: "p7@example.com", first_name: "Seven" }]);
    expect(emailsOf(await find("filter=greater-than(updated,2026-10-01T08:00:30Z)"))).toEqual([
      "p7@example.com",
    ]);
    expect(emailsOf(await find('filter=any(external_id,["c-1","c-2"])'))).toHaveLength(2);
  });

  test("one can be read, with its lists, and changed; here null clears", async () => {
    await klaviyo.importRows([{ email: "a@example.com", first_name: "A", last_name: "B" }]);
    const id = idOf("a@example.com");
    const read = await klaviyo.call("GET", `/api/profiles/${id}?include=lists`);
    expect(read.json["included"]?.[0]?.["id"]).toBe(klaviyo.listId);
    const patched = await send("PATCH", `/api/profiles/${id}`, {
      type: "profile",
      id,
      attributes: { first_name: null },
    });
    expect(patched.json["data"]?.["attributes"]).toMatchObject({ first_name: null, last_name: "B" });
    expect(
      (await send("PATCH", `/api/profiles/${id}`, { type: "profile", id, attributes: { email: null } }))
        .status,
    ).toBe(400);
    expect((await klaviyo.call("GET", "/api/profiles/01NOPE")).status).toBe(404);
  });

  test("creating a known one answers 409 with the other's id", async () => {
    expect(
      (await send("POST", "/api/profiles", { type: "profile", attributes: { email: "a@example.com" } }))
        .status,
    ).toBe(201);
    const answer = await send("POST", "/api/profiles", {
      type: "profile",
      attributes: { email: "A@example.com" },
    });
    expect(answer.status).toBe(409);
    expect(answer.json["errors"]?.[0]).toMatchObject({
      code: "duplicate_profile",
      title: "Conflict.",
      source: { pointer: "/data/attributes" },
      meta: { duplicate_profile_id: idOf("a@example.com") },
    });
  });

  test("profile-import creates with 201, updates with 200, clears with null, conflicts with 409", async () => {
    const upsert = (attributes: object) =>
      send("POST", "/api/profile-import", { type: "profile", attributes });
    expect((await upsert({ email: "a@example.com", first_name: "A" })).status).toBe(201);
    const updated = await upsert({ email: "a@example.com", first_name: null });
    expect([updated.status, updated.json["data"]?.["attributes"]?.["first_name"]]).toEqual([200, null]);
    await upsert({ email: "b@example.com", external_id: "c-1" });
    expect((await upsert({ email: "a@example.com", external_id: "c-1" })).status).toBe(409);
    expect((await upsert({ email: "nope" })).status).toBe(400);
    expect((await upsert({ phone_number: "123" })).json["errors"]?.[0]?.["detail"]).toContain(
      "Invalid phone number format",
    );
    expect((await upsert({ email: "a@example.com", properties: { x: "y".repeat(100_000) } })).status).toBe(
      413,
    );
  });
});

describe("erasing", () => {
  const erase = (attributes: object, id?: string) =>
    klaviyo.call("POST", "/api/data-privacy-deletion-jobs", {
      body: {
        data: {
          type: "data-privacy-deletion-job",
          attributes: { profile: { data: { type: "profile", ...(id && { id }), attributes } } },
        },
      },
    });

  test("takes one identifier, answers 202 without a body, and happens some time later", async () => {
    await klaviyo.importRows(people(2));
    const answer = await erase({ email: "p0@example.com" });
    expect([answer.status, answer.text]).toEqual([202, ""]);
    expect(klaviyo.emails()).toHaveLength(2);
    await klaviyo.control.stepClock(5000);
    expect(klaviyo.emails()).toEqual(["p1@example.com"]);
    expect((await erase({ email: "p0@example.com" })).status).toBe(404);
  });

  test("refuses two identifiers and none", async () => {
    await klaviyo.importRows(people(1));
    expect((await erase({ email: "p0@example.com" }, "x")).status).toBe(400);
    expect((await erase({})).status).toBe(400);
  });
});

describe("consent", () => {
  const subscribe = (rows: object[], rest: object = {}, list = true) =>
    klaviyo.call("POST", "/api/profile-subscription-bulk-create-jobs", {
      body: {
        data: {
          type: "profile-subscription-bulk-create-job",
          attributes: {
            profiles: { data: rows.map((attributes) => ({ type: "profile", attributes })) },
            ...rest,
          },
          ...(list && { relationships: { list: { data: { type: "list", id: klaviyo.listId } } } }),
        },
      },
    });
  const row = (email: string, consentedAt?: string) => ({
    email,
    subscriptions: { email: { marketing: { consent: "SUBSCRIBED", consented_at: consentedAt } } },
  });

  test("a double opt-in list waits for a click, a historical import does not", async () => {
    expect((await subscribe([row("a@example.com")])).status).toBe(202);
    expect(klaviyo.emails()).toEqual([]);
    expect(
      (await subscribe([row("a@example.com", "2026-01-01T00:00:00Z")], { historical_import: true })).status,
    ).toBe(202);
    expect(klaviyo.emails()).toEqual(["a@example.com"]);
  });

  test("names and a backdated consent are refused", async () => {
    expect(
      (await subscribe([{ ...row("a@example.com"), first_name: "A" }])).json["errors"]?.[0]?.["detail"],
    ).toBe("'first_name' is not a valid field for the resource 'profile'.");
    klaviyo.control.seed({
      accounts: [
        {
          id: testAccount.id,
          profiles: [{ attributes: { email: "gone@example.com" }, consent: "UNSUBSCRIBED" }],
        },
      ],
    });
    expect(
      (await subscribe([row("gone@example.com", "2026-01-01T00:00:00Z")], { historical_import: true }))
        .status,
    ).toBe(400);
  });

  test("suppressing takes hours and then shows on the profile", async () => {
    await klaviyo.importRows(people(1));
    const path = "/api/profile-suppression-bulk-create-jobs";
    const attributes = { profiles: { data: [{ type: "profile", attributes: { email: "p0@example.com" } }] } };
    const answer = await klaviyo.call("POST", path, {
      body: { data: { type: "profile-suppression-bulk-create-job", attributes } },
    });
    expect(answer.status).toBe(202);
    const state = async () =>
      (await klaviyo.call("GET", `${path}/${String(answer.json["data"]?.["id"])}`)).json["data"]?.[
        "attributes"
      ]?.["status"];
    expect(await state()).toBe("processing");
    await klaviyo.control.stepClock(3 * 3_600_000);
    expect(await state()).toBe("complete");
    expect(
      emailsOf(
        await klaviyo.call(
          "GET",
          '/api/profiles?filter=equals(subscriptions.email.marketing.suppression.reason,"USER_SUPPRESSED")',
        ),
      ),
    ).toEqual(["p0@example.com"]);
  });
});
