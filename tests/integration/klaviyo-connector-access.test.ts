import { createServer, type AddressInfo, type Socket } from "node:net";
import { toBlock } from "@/lib/destinations/record-block";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DestinationFailure, type FailureReport } from "@/lib/destinations/destination-failure";
import { openAgent } from "@/lib/destinations/open-agent";
import { requireDestination } from "@/lib/destinations/registry";
import type { Channel, Credential, DestinationIo, OutgoingRequest } from "@/lib/destinations/types";
import { openEmulator, testAccount, type TestEmulator } from "../support/emulator.ts";

const klaviyo = requireDestination("klaviyo");
let emulator: TestEmulator;
let agent: ReturnType<typeof openAgent>;
beforeEach(async () => {
  emulator = await openEmulator();
  agent = openAgent();
});
afterEach(async () => {
  await agent.destroy();
  await emulator.stop();
});

const keyOf = (key: string): Credential => ({ kind: "key", key });
const open = (
  change: Partial<DestinationIo> = {},
  credential: Credential = keyOf(testAccount.key),
): Channel =>
  klaviyo.open(credential, {
    address: emulator.url,
    dispatcher: agent,
    clock: Date.now,
    random: Math.random,
    ...change,
  });
const seedKey = (secret: string, scopes: "full" | "read-only" | string[]) =>
  emulator.control.seed({ accounts: [{ id: testAccount.id, keys: [{ id: secret, secret, scopes }] }] });
const record = (email: string) => {
  const encoded = klaviyo.encode({ fields: { email }, properties: {}, unset: [] });
  if (!encoded.ok) throw new Error(encoded.code);
  return encoded.record;
};
const submitOne = (channel: Channel) =>
  channel.submit({ listId: emulator.listId }, toBlock([record("anna@example.com")]));

async function reportOf(work: Promise<unknown>): Promise<FailureReport> {
  const error = await work.then(
    () => new Error("nothing was thrown"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DestinationFailure)) throw error;
  for (const secret of [testAccount.key, "@example.com"])
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(secret);
  return error.report;
}

describe("who one is", () => {
  test("the account of the key", async () => {
    expect(await open().whoAmI()).toEqual({
      id: testAccount.id,
      name: testAccount.name,
      timezone: "Europe/Budapest",
      isTestAccount: true,
    });
  });

  test.each(["pk_nobody0000000000000000000000000000", "YafG4m"])(
    "a wrong key, or a public one: %s",
    async (key) => {
      expect(await reportOf(open({}, keyOf(key)).whoAmI())).toMatchObject({ kind: "auth", status: 401 });
      emulator.control.setSwitches({ badKeyStatus: "400" });
      expect(await reportOf(open({}, keyOf(key)).whoAmI())).toMatchObject({ kind: "auth", status: 400 });
    },
  );

  test("a key that is revoked while in use", async () => {
    const channel = open();
    await channel.whoAmI();
    emulator.control.revokeKey(testAccount.id, "main");
    expect(await reportOf(channel.whoAmI())).toMatchObject({ kind: "auth", code: "authentication_failed" });
  });
});

describe("scopes", () => {
  const confirmedLater = [
    { scope: "lists:write", state: "confirmed_at_first_use" },
    { scope: "profiles:write", state: "confirmed_at_first_use" },
  ];

  test("reading ones are proved, writing ones wait for their first use, and nothing is written", async () => {
    expect(await open().scopes()).toEqual(
      expect.arrayContaining([
        { scope: "accounts:read", state: "granted" },
        { scope: "lists:read", state: "granted" },
        { scope: "profiles:read", state: "granted" },
        ...confirmedLater,
      ]),
    );
    expect(emulator.control.log().every((entry) => entry.method === "GET")).toBe(true);
  });

  test("a missing one is named", async () => {
    seedKey("pk_noprofiles", ["accounts:read", "lists:read", "lists:write"]);
    const channel = open({}, keyOf("pk_noprofiles"));
    expect(await channel.scopes()).toContainEqual({ scope: "profiles:read", state: "missing" });
    expect(await reportOf(submitOne(channel))).toMatchObject({
      kind: "forbidden",
      missingScopes: ["profiles:write"],
    });
  });

  test("a read-only key shows itself at the first write", async () => {
    seedKey("pk_readonly0", "read-only");
    const channel = open({}, keyOf("pk_readonly0"));
    expect(await channel.scopes()).toEqual(expect.arrayContaining(confirmedLater));
    expect(await reportOf(channel.lists.create("New"))).toMatchObject({
      kind: "forbidden",
      missingScopes: ["lists:write"],
    });
  });

  test("one that is taken away while in use", async () => {
    const channel = open();
    emulator.fault({ match: { method: "POST" }, do: { kind: "dropScope", scope: "lists:write" } });
    expect(await reportOf(submitOne(channel))).toMatchObject({
      kind: "forbidden",
      missingScopes: ["lists:write"],
    });
  });

  test("the account is asked once a second at most, so proving scopes does not ask it again", async () => {
    emulator.control.setLimits({});
    const channel = open();
    await channel.whoAmI();
    expect(await channel.scopes()).toContainEqual({ scope: "accounts:read", state: "granted" });
    expect(emulator.control.log({ route: "/api/accounts" })).toHaveLength(1);
  });
});

describe("too fast", () => {
  test("burst: Klaviyo's own second", async () => {
    emulator.control.setLimits({});
    const channel = open();
    await channel.whoAmI();
    expect(await reportOf(channel.whoAmI())).toMatchObject({
      kind: "rate_limited",
      retryAfterMs: 1000,
      isStated: true,
    });
  });

  test("steady: up to a minute", async () => {
    emulator.control.setLimits({ "GET /api/accounts": { burst: 100, steady: 2 } });
    const channel = open();
    let report: FailureReport | undefined;
    for (let tries = 0; !report && tries < 5; tries++) {
      const outcome = await channel.whoAmI().catch((error: DestinationFailure) => error);
      if (outcome instanceof DestinationFailure) report = outcome.report;
    }
    expect(report?.kind === "rate_limited" && report.retryAfterMs > 0 && report.retryAfterMs <= 60_000).toBe(
      true,
    );
  });

  test.each([
    [67_608, { retryAfterMs: 67_608_000, isStated: true }],
    ["soon", { retryAfterMs: 17_500, isStated: false }],
    [null, { retryAfterMs: 17_500, isStated: false }],
  ])("Retry-After: %j", async (retryAfter, expected) => {
    emulator.fault({ do: { kind: "answer", status: 429, retryAfter } });
    const channel = open({ random: () => 0.5 });
    expect(await reportOf(submitOne(channel))).toMatchObject({ kind: "rate_limited", ...expected });
  });
});

describe("answers that are none", () => {
  const reading = () => open().lists.get(emulator.listId);

  test.each([
    ["html", 403, "transient", "blocked_in_front"],
    ["html", 200, "transient", "not_json"],
    ["cutJson", 200, "transient", "not_json"],
    ["empty", 200, "transient", "not_json"],
    ["wrongTypes", 200, "bug", "unexpected_answer"],
    ["html", 502, "transient", "http_502"],
    ["json:api", 500, "transient", "error"],
    ["json:api", 410, "bug", "revision_retired"],
  ] as const)("%s with %i to a read is %s", async (body, status, kind, code) => {
    emulator.fault({ do: { kind: "answer", status, body } });
    expect(await reportOf(reading())).toMatchObject({ kind, code, status });
  });

  test.each([
    ["html", 403, "transient", "blocked_in_front"],
    ["html", 200, "ambiguous", "not_json"],
    ["cutJson", 202, "ambiguous", "not_json"],
    ["wrongTypes", 202, "ambiguous", "unexpected_answer"],
    ["html", 502, "ambiguous", "http_502"],
    ["json:api", 503, "ambiguous", "service_unavailable"],
  ] as const)("%s with %i to a write is %s", async (body, status, kind, code) => {
    emulator.fault({ do: { kind: "answer", status, body } });
    expect(await reportOf(submitOne(open()))).toMatchObject({ kind, code, status });
  });

  test("a page that says 200 does not make a removal done", async () => {
    emulator.fault({ match: { method: "DELETE" }, do: { kind: "answer", status: 200, body: "html" } });
    const removal = open().remove({ listId: emulator.listId }, ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]);
    expect(await reportOf(removal)).toMatchObject({ kind: "ambiguous", code: "unexpected_status" });
  });

  test("200 MB are not read", async () => {
    emulator.fault({ do: { kind: "answer", status: 200, body: "huge", megabytes: 200 } });
    const before = process.memoryUsage().rss;
    const started = performance.now();
    expect(await reportOf(open().lists.search("", null))).toMatchObject({
      kind: "transient",
      code: "answer_too_large",
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("200 MB of an error leave its status", async () => {
    emulator.fault({ do: { kind: "answer", status: 429, body: "huge", megabytes: 200, retryAfter: 3 } });
    expect(await reportOf(submitOne(open()))).toMatchObject({ kind: "rate_limited", retryAfterMs: 3000 });
  });

  test("a redirect is refused, and the key does not travel", async () => {
    const elsewhere = await openEmulator();
    const headers = { Location: `${elsewhere.url}/api/accounts` };
    emulator.fault({ do: { kind: "answer", status: 307, body: "empty", headers } });
    expect(await reportOf(open().whoAmI())).toMatchObject({ kind: "bug", code: "redirect_refused" });
    expect(elsewhere.control.log()).toEqual([]);
    await elsewhere.stop();
  });
});

describe("connections that fail", () => {
  const quick = { headersMs: 200, bodyMs: 5_000, readMs: 400, writeMs: 400 };

  test.each([
    ["silence", { kind: "silence" }, "headers_deadline"],
    ["half-open", { kind: "halfOpen" }, "headers_deadline"],
    ["one byte a second", { kind: "drip", bytesPerSecond: 1 }, "total_deadline"],
    ["slow", { kind: "delay", ms: 5_000 }, "headers_deadline"],
    ["reset before it is read", { kind: "reset", at: "beforeRead" }, undefined],
    ["reset in the answer", { kind: "reset", at: "midResponse" }, undefined],
  ] as const)("%s: transient to a read, ambiguous to a write", async (_, fault, code) => {
    emulator.fault({ do: fault });
    const started = performance.now();
    const read = await reportOf(open({ deadlines: quick }).lists.get(emulator.listId));
    const write = await reportOf(submitOne(open({ deadlines: quick })));
    expect(read).toMatchObject({ kind: "transient", status: null, ...(code && { code }) });
    expect(write).toMatchObject({ kind: "ambiguous", status: null, ...(code && { code }) });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test("nobody there: nothing left, so even a write is transient", async () => {
    const address = emulator.url;
    await emulator.stop();
    let isReached = false;
    const fence = async () => void (isReached = true);
    expect(await reportOf(submitOne(open({ address, fence })))).toMatchObject({
      kind: "transient",
      code: "ECONNREFUSED",
    });
    // The fence stands behind the connection, so it was not even asked.
    expect(isReached).toBe(false);
  });

  test("a connection that never stands: the connect deadline, and nothing left", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket.on("error", () => {})));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const hasty = openAgent({ connectMs: 300 });
    const { port } = silent.address() as AddressInfo;
    // The handshake of TLS is never answered.
    const sending = submitOne(open({ address: `https://127.0.0.1:${port}`, dispatcher: hasty }));
    expect(await reportOf(sending)).toMatchObject({ kind: "transient", code: "UND_ERR_CONNECT_TIMEOUT" });
    await hasty.destroy();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  test("an answer that is merely late arrives", async () => {
    emulator.fault({ do: { kind: "delay", ms: 150 } });
    expect(await open().lists.get(emulator.listId)).toMatchObject({ name: "Newsletter" });
  });
});

describe("the hooks", () => {
  test("see every request, its class and whether it writes", async () => {
    const seen: OutgoingRequest[] = [];
    const channel = open({ onRequest: async (request) => void seen.push(request) });
    await channel.whoAmI();
    await submitOne(channel);
    expect(seen).toEqual([
      { rateClass: "GET /api/accounts", isWrite: false, namesPeople: false },
      { rateClass: "POST /api/profile-bulk-import-jobs", isWrite: true, namesPeople: true },
    ]);
    expect(seen.every(({ rateClass }) => rateClass in klaviyo.rateClasses)).toBe(true);
  });

  test.each(["onRequest", "fence"] as const)(
    "what %s throws arrives untouched, and nothing is sent",
    async (hook) => {
      const refusal = new Error("consent was withdrawn");
      const channel = open({ [hook]: () => Promise.reject(refusal) });
      await expect(submitOne(channel)).rejects.toBe(refusal);
      await expect(channel.whoAmI()).rejects.toBe(refusal);
      expect(emulator.control.log()).toEqual([]);
    },
  );

  test("the fence holds a write back until it opens, after the connection stands", async () => {
    let openFence = () => {};
    const fence = new Promise<void>((resolve) => (openFence = resolve));
    let isReached = () => {};
    const reached = new Promise<void>((resolve) => (isReached = resolve));
    // Longer behind the fence than any deadline: they count from the send.
    const deadlines = { headersMs: 150, writeMs: 150 };
    const sending = submitOne(open({ deadlines, fence: () => (isReached(), fence) }));
    await reached;
    await sleep(300);
    expect(emulator.control.log()).toEqual([]);
    openFence();
    expect((await sending).state).toBe("pending");
    expect(emulator.control.log()).toHaveLength(1);
  });

  test("an abort behind the fence sends nothing; one after the send is ambiguous", async () => {
    const before = new AbortController();
    const reason = new Error("shutting down");
    const fence = async () => before.abort(reason);
    await expect(submitOne(open({ fence, signal: before.signal }))).rejects.toBe(reason);
    expect(emulator.control.log()).toEqual([]);

    const after = new AbortController();
    emulator.fault({ do: { kind: "silence", afterCommit: true } });
    const sending = reportOf(submitOne(open({ signal: after.signal })));
    while (emulator.control.jobs(testAccount.id).length === 0) await sleep(10);
    after.abort(reason);
    expect(await sending).toMatchObject({ kind: "ambiguous", code: "aborted" });
    await expect(open({ signal: after.signal }).whoAmI()).rejects.toBe(reason);
  });

  test("twenty at once get a connection each", async () => {
    const channel = open();
    await Promise.all(Array.from({ length: 20 }, () => submitOne(channel)));
    expect(emulator.control.jobs(testAccount.id)).toHaveLength(20);
  });
});
