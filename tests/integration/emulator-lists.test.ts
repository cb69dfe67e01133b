import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openEmulator, type TestEmulator } from "../support/emulator.ts";

let klaviyo: TestEmulator;
beforeEach(async () => {
  klaviyo = await openEmulator();
});
afterEach(() => klaviyo.stop());

const create = (name: string, rest: object = {}) =>
  klaviyo.call("POST", "/api/lists", { body: { data: { type: "list", attributes: { name, ...rest } } } });
const names = async (query: string) => {
  const answer = await klaviyo.call("GET", `/api/lists?${query}`);
  return (answer.json["data"] as unknown as { attributes: { name: string } }[]).map(
    (list) => list.attributes.name,
  );
};

test("a created list has a six-character id and the account's opt-in process", async () => {
  const answer = await create("Spring");
  expect(answer.status).toBe(201);
  expect(answer.json["data"]).toMatchObject({
    id: expect.stringMatching(/^[A-Za-z0-9]{6}$/),
    attributes: {
      name: "Spring",
      opt_in_process: "double_opt_in",
      created: expect.stringMatching(/\+00:00$/),
    },
  });
  expect(
    (await create("Single", { opt_in_process: "single_opt_in" })).json["data"]?.["attributes"]?.[
      "opt_in_process"
    ],
  ).toBe("single_opt_in");
});

test("two lists may have one name, unless the switch says otherwise", async () => {
  expect((await create("Twice")).status).toBe(201);
  expect((await create("Twice")).status).toBe(201);
  klaviyo.control.setSwitches({ listNames: "unique" });
  expect((await create("Twice")).status).toBe(400);
});

test("an account may be capped", async () => {
  klaviyo.control.setSwitches({ listCountCap: 2 });
  expect((await create("Second")).status).toBe(201);
  expect((await create("Third")).status).toBe(400);
});

test.each([
  [
    "an unknown attribute",
    { name: "x", colour: "red" },
    "'colour' is not a valid field for the resource 'list'.",
  ],
  ["no name", {}, "'name' is a required field for the resource 'list'."],
  ["a blank name", { name: " " }, "This field may not be blank."],
  ["a wrong choice", { name: "x", opt_in_process: "triple" }, "'triple' is not a valid choice."],
])("%s is refused", async (_, attributes, detail) => {
  const answer = await klaviyo.call("POST", "/api/lists", { body: { data: { type: "list", attributes } } });
  expect(answer.status).toBe(400);
  expect(answer.json["errors"]?.[0]?.["detail"]).toBe(detail);
});

test("ten lists a page, with cursors to the end and back", async () => {
  for (let index = 0; index < 24; index++) await create(`List ${String(index).padStart(2, "0")}`);
  const seen: string[] = [];
  let next: string | null = "/api/lists?sort=name";
  let pages = 0;
  let last = "";
  while (next) {
    const answer = await klaviyo.call("GET", next);
    const data = answer.json["data"] as unknown as { attributes: { name: string } }[];
    expect(data.length).toBeLessThanOrEqual(10);
    seen.push(...data.map((list) => list.attributes.name));
    const links = answer.json["links"] as unknown as { next: string | null; prev: string | null };
    expect(links.prev === null).toBe(pages === 0);
    last = links.prev ?? "";
    next = links.next && links.next.replace(klaviyo.url, "");
    pages++;
  }
  expect(pages).toBe(3);
  expect(seen).toEqual([...seen].sort());
  expect(new Set(seen).size).toBe(25);
  const back = await klaviyo.call("GET", last.replace(klaviyo.url, ""));
  expect((back.json["data"] as unknown as unknown[]).length).toBe(10);
});

test.each([
  ["more than ten a page", "page[size]=11", "page[size]"],
  ["zero a page", "page[size]=0", "page[size]"],
  ["a sort that does not exist", "sort=size", "sort"],
  ["an unquoted filter value", "filter=equals(name,Newsletter)", "filter"],
  ["profile_count on the collection", "additional-fields[list]=profile_count", "additional-fields[list]"],
  ["a field that does not exist", "fields[list]=colour", "fields[list]"],
])("%s is refused, naming the parameter", async (_, query, parameter) => {
  const answer = await klaviyo.call("GET", `/api/lists?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.json["errors"]?.[0]?.["source"]).toEqual({ parameter });
});

test("a made-up cursor is refused in the recorded words", async () => {
  const answer = await klaviyo.call("GET", "/api/lists?page[cursor]=nonsense");
  expect(answer.status).toBe(400);
  expect(answer.json["errors"]?.[0]).toMatchObject({
    detail: "Invalid cursor provided.",
    source: { pointer: "/data/" },
  });
});

describe("filters and sorting", () => {
  beforeEach(async () => {
    await klaviyo.control.stepClock(3_600_000);
    await create("Alpha");
    await create("Beta");
  });

  test("name and id take equals and any", async () => {
    expect(await names('filter=equals(name,"Alpha")')).toEqual(["Alpha"]);
    expect(await names('filter=any(name,["Alpha","Beta"])&sort=name')).toEqual(["Alpha", "Beta"]);
    expect(await names(`filter=equals(id,"${klaviyo.listId}")`)).toEqual(["Newsletter"]);
    expect(await names(`filter=equals(id,"${klaviyo.listId.toLowerCase()}")`)).toEqual([]);
  });

  test("created and updated take greater-than", async () => {
    expect(await names("filter=greater-than(created,2026-10-01T08:30:00Z)&sort=-name")).toEqual([
      "Beta",
      "Alpha",
    ]);
  });

  test("a minus turns the order around", async () => {
    expect(await names("sort=-name")).toEqual(["Newsletter", "Beta", "Alpha"]);
  });
});

test("fields[list] keeps id, type and the attributes asked for", async () => {
  const answer = await klaviyo.call("GET", `/api/lists/${klaviyo.listId}?fields[list]=name`);
  expect(answer.json["data"]).toMatchObject({
    id: klaviyo.listId,
    type: "list",
    attributes: { name: "Newsletter" },
  });
  expect(Object.keys(answer.json["data"]?.["attributes"] ?? {})).toEqual(["name"]);
});

test("a list can be renamed and deleted, then it is 404 in the recorded words", async () => {
  const path = `/api/lists/${klaviyo.listId}`;
  const body = { data: { type: "list", id: klaviyo.listId, attributes: { name: "Renamed" } } };
  expect((await klaviyo.call("PATCH", path, { body })).json["data"]?.["attributes"]?.["name"]).toBe(
    "Renamed",
  );
  expect((await klaviyo.call("PATCH", path, { body: { data: { ...body.data, id: "other1" } } })).status).toBe(
    400,
  );
  expect((await klaviyo.call("DELETE", path)).status).toBe(204);
  const gone = await klaviyo.call("GET", path);
  expect(gone.status).toBe(404);
  expect(gone.json["errors"]?.[0]?.["detail"]).toBe(`A list with id \`${klaviyo.listId}\` does not exist.`);
});

test("profile_count comes with GET one only, and may lag behind", async () => {
  const count = async () =>
    (await klaviyo.call("GET", `/api/lists/${klaviyo.listId}?additional-fields[list]=profile_count`)).json[
      "data"
    ]?.["attributes"]?.["profile_count"];
  expect(await count()).toBe(0);
  await klaviyo.importRows([{ email: "a@b.hu" }]);
  expect(await count()).toBe(1);
  klaviyo.control.setSwitches({ profileCountLagMs: 600_000 });
  await klaviyo.importRows([{ email: "c@d.hu" }]);
  expect(await count()).toBe(1);
  await klaviyo.control.stepClock(600_000);
  expect(await count()).toBe(2);
});

test("a malformed id is 404, or 400 by switch", async () => {
  expect((await klaviyo.call("GET", "/api/lists/NOPE01")).status).toBe(404);
  klaviyo.control.setSwitches({ malformedId: "400" });
  expect((await klaviyo.call("GET", "/api/lists/NOPE-1")).status).toBe(400);
  expect((await klaviyo.call("GET", "/api/lists/NOPE01")).status).toBe(404);
});

test("links name the emulator, or Klaviyo by switch", async () => {
  expect((await klaviyo.call("GET", "/api/lists")).json["links"]?.["self"]).toBe(`${klaviyo.url}/api/lists`);
  klaviyo.control.setSwitches({ linksHost: "klaviyo" });
  expect((await klaviyo.call("GET", "/api/lists")).json["links"]?.["self"]).toBe(
    "https://a.klaviyo.com/api/lists",
  );
});

test("next may be null or absent on the last page, and prev may stand on the first", async () => {
  expect((await klaviyo.call("GET", "/api/lists")).json["links"]).toEqual({
    self: expect.any(String),
    next: null,
    prev: null,
  });
  klaviyo.control.setSwitches({ nextOnLastPage: "absent", prevOnFirstPage: true });
  const links = (await klaviyo.call("GET", "/api/lists")).json["links"];
  expect(links).toEqual({ self: expect.any(String), prev: expect.stringContaining("cursor") });
});
