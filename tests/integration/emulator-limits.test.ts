import { afterEach, expect, test } from "vitest";
import { importBody, openEmulator, testAccount, type TestEmulator } from "../support/emulator.ts";

let klaviyo: TestEmulator;
afterEach(() => klaviyo.stop());

const open = async (seed = "limits") => {
  klaviyo = await openEmulator({ limits: "published", seed });
};
const rateHeaders = (headers: Headers) =>
  [...headers.keys()].filter((name) => name.startsWith("ratelimit") || name === "retry-after");

test("every answer but 429 carries the recorded headers, refusals too", async () => {
  await open();
  const answer = await klaviyo.call("GET", "/api/profile-bulk-import-jobs");
  expect(answer.headers.get("ratelimit-limit")).toBe("10, 10;w=1, 150;w=60");
  expect(answer.headers.get("ratelimit-remaining")).toBe("9");
  expect(answer.headers.get("ratelimit-reset")).toBe("0");
  expect(
    (await klaviyo.call("GET", "/api/profile-bulk-import-jobs/NOPE01")).headers.get("ratelimit-limit"),
  ).not.toBeNull();
});

test("creating a list has a third, daily window", async () => {
  await open();
  const body = { data: { type: "list", attributes: { name: "x" } } };
  expect((await klaviyo.call("POST", "/api/lists", { body })).headers.get("ratelimit-limit")).toBe(
    "10, 10;w=1, 150;w=60, 150;w=86400",
  );
});

test("past the burst limit comes 429 with Retry-After only, and waiting that long is enough", async () => {
  await open();
  await klaviyo.call("GET", "/api/accounts");
  const refused = await klaviyo.call("GET", "/api/accounts");
  expect(refused.status).toBe(429);
  expect(rateHeaders(refused.headers)).toEqual(["retry-after"]);
  expect(refused.json["errors"]?.[0]).toMatchObject({
    code: "throttled",
    title: "Request was throttled.",
    detail: "Request was throttled. Expected available in 1 second.",
    source: { pointer: "/data" },
  });
  expect(refused.json["errors"]?.[0]?.["links"]).toHaveProperty("type");
  await klaviyo.control.stepClock(1000 * Number(refused.headers.get("retry-after")));
  expect((await klaviyo.call("GET", "/api/accounts")).status).toBe(200);
});

test("the minute holds 150 imports, whatever their pace", async () => {
  await open("minute");
  const body = importBody([{ email: "a@example.com" }]);
  let accepted = 0;
  let longest = 0;
  for (let second = 0; second < 61; second++) {
    for (let index = 0; index < 5; index++) {
      const answer = await klaviyo.call("POST", "/api/profile-bulk-import-jobs", { body });
      if (answer.status === 202) accepted++;
      else longest = Math.max(longest, Number(answer.headers.get("retry-after")));
    }
    await klaviyo.control.stepClock(1000);
  }
  // A minute and a second touch two fixed windows at most.
  expect(accepted).toBeGreaterThanOrEqual(150);
  expect(accepted).toBeLessThan(301);
  expect(longest).toBeGreaterThan(1);
  expect(klaviyo.control.counters().throttled).toBe(305 - accepted);
  expect(klaviyo.control.log({ status: 429 })[0]?.throttledBy).toContain("60s");
});

test("all keys of an account share one quota; another account and an OAuth app have their own", async () => {
  await open();
  klaviyo.control.seed({
    accounts: [
      { id: testAccount.id, keys: [{ secret: "pk_second" }] },
      { id: "OtherX", keys: [{ secret: "pk_other" }] },
    ],
  });
  expect((await klaviyo.call("GET", "/api/accounts")).status).toBe(200);
  expect(
    (await klaviyo.call("GET", "/api/accounts", { authorization: "Klaviyo-API-Key pk_second" })).status,
  ).toBe(429);
  expect(
    (await klaviyo.call("GET", "/api/accounts", { authorization: "Klaviyo-API-Key pk_other" })).status,
  ).toBe(200);
});

test("profile_count has a slow bucket of its own beside the list's", async () => {
  await open();
  const path = `/api/lists/${klaviyo.listId}`;
  const withCount = `${path}?additional-fields[list]=profile_count`;
  expect((await klaviyo.call("GET", withCount)).status).toBe(200);
  expect((await klaviyo.call("GET", withCount)).status).toBe(429);
  expect((await klaviyo.call("GET", path)).status).toBe(200);
});

test("a refused request costs nothing, or counts too, by switch", async () => {
  await open();
  klaviyo.control.setLimits({ "GET /api/accounts": { burst: 1, steady: 3 } });
  for (let index = 0; index < 10; index++) await klaviyo.call("GET", "/api/accounts");
  await klaviyo.control.stepClock(1000);
  expect((await klaviyo.call("GET", "/api/accounts")).status).toBe(200);
  klaviyo.control.setSwitches({ throttledRequestsCount: true });
  for (let index = 0; index < 10; index++) await klaviyo.call("GET", "/api/accounts");
  await klaviyo.control.stepClock(1000);
  expect((await klaviyo.call("GET", "/api/accounts")).status).toBe(429);
});

test("the headers may describe the steady window, by switch", async () => {
  await open();
  klaviyo.control.setSwitches({ rateHeadersDescribe: "steady" });
  const answer = await klaviyo.call("GET", "/api/profile-bulk-import-jobs");
  expect(answer.headers.get("ratelimit-remaining")).toBe("149");
});

test("limits can be lifted", async () => {
  await open();
  klaviyo.control.setLimits({ "*": null });
  for (let index = 0; index < 5; index++)
    expect((await klaviyo.call("GET", "/api/accounts")).status).toBe(200);
});
