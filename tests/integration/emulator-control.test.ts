import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importBody, openEmulator, testAccount, type TestEmulator } from "../support/emulator.ts";

let klaviyo: TestEmulator;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "emulator-"));
  klaviyo = await openEmulator({ controlToken: "open sesame" });
});
afterEach(async () => {
  await klaviyo.stop();
  await rm(folder, { recursive: true });
});

const control = (
  method: string,
  name: string,
  body?: unknown,
  token: string | null = "open sesame",
  url = klaviyo.url,
) =>
  fetch(`${url}/_control/${name}`, {
    method,
    headers: token === null ? {} : { "x-control-token": token },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const jsonOf = async (response: Promise<Response>) =>
  (await (await response).json()) as Record<string, unknown>;

describe("the control endpoint", () => {
  test("wants its token, and does not exist without one", async () => {
    expect((await control("GET", "counters", undefined, null)).status).toBe(401);
    expect((await control("GET", "counters", undefined, "guess")).status).toBe(401);
    expect((await control("GET", "counters")).status).toBe(200);
    const closed = await openEmulator();
    expect((await control("GET", "counters", undefined, "open sesame", closed.url)).status).toBe(404);
    await closed.stop();
  });

  test("does over HTTP what the in-process control does", async () => {
    expect(await jsonOf(control("POST", "clock", { mode: "step", ms: 1000 }))).toMatchObject({
      mode: "frozen",
      now: "2026-10-01T08:00:01.000Z",
    });
    expect(await jsonOf(control("PATCH", "switches", { nullsClear: true }))).toMatchObject({
      nullsClear: true,
    });
    expect(await jsonOf(control("PATCH", "job-plan", { startMs: 5 }))).toMatchObject({ startMs: 5 });
    expect((await control("PUT", "limits", { "GET /api/lists": { burst: 1, steady: 2 } })).status).toBe(200);
    expect(klaviyo.control.limits()).toEqual({ "GET /api/lists": { burst: 1, steady: 2 } });
    const seeded = await jsonOf(
      control("POST", "seed", {
        accounts: [{ id: "OtherX", keys: [{ secret: "pk_o" }], lists: [{ name: "L", members: ["a@b.hu"] }] }],
      }),
    );
    expect(seeded).toEqual({ OtherX: { L: expect.any(String) } });
    const { id } = await jsonOf(control("POST", "faults", { do: { kind: "answer", status: 500 } }));
    expect((await klaviyo.call("GET", "/api/accounts")).status).toBe(500);
    expect(await jsonOf(control("DELETE", `faults/${String(id)}`))).toEqual({ removed: true });
    expect((await control("POST", "accounts/AcmeAc/keys/main/revoke")).status).toBe(200);
    expect((await klaviyo.call("GET", "/api/accounts")).status).toBe(401);
    await control("POST", "reset");
    expect(await jsonOf(control("GET", "overview"))).toMatchObject({ accounts: [], clock: { mode: "real" } });
  });

  test("says what is wrong with what it is sent", async () => {
    expect((await control("PATCH", "switches", { nullsCleer: true })).status).toBe(400);
    expect((await control("POST", "faults", { do: { kind: "explode" } })).status).toBe(400);
    expect((await control("GET", "nothing")).status).toBe(404);
  });

  test("streams the log as NDJSON, filtered, without secrets, with bodies only on request", async () => {
    await klaviyo.call("GET", "/api/lists?sort=name");
    await control("PUT", "log/bodies", { keep: true });
    await klaviyo.importRows([{ email: "a@example.com" }]);
    const text = await (await control("GET", "log")).text();
    const entries = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toMatchObject([
      {
        method: "GET",
        route: "/api/lists",
        path: "/api/lists?sort=name",
        account: testAccount.id,
        credential: "key:main",
        status: 200,
        bytes: 0,
        rows: 0,
        at: "2026-10-01T08:00:00.000Z",
        committed: false,
      },
      {
        method: "POST",
        route: "/api/profile-bulk-import-jobs",
        status: 202,
        rows: 1,
        committed: true,
        jobId: expect.any(String),
        body: expect.stringContaining("a@example.com"),
      },
    ]);
    expect(entries[0]).not.toHaveProperty("body");
    expect(text).not.toContain(testAccount.key);
    expect(
      (await (await control("GET", "log?method=POST&status=202")).text()).trim().split("\n"),
    ).toHaveLength(1);
    expect((await (await control("GET", `log?sinceSeq=${String(entries[1]?.["seq"])}`)).text()).trim()).toBe(
      "",
    );
    await control("DELETE", "log");
    expect(klaviyo.control.log()).toEqual([]);
  });

  test("streams the members of a list with what was stored of them", async () => {
    await klaviyo.importRows([
      { email: "a@example.com", first_name: "A", properties: { x: 1 } },
      { email: "b@example.com" },
    ]);
    const lines = (await (await control("GET", `accounts/AcmeAc/lists/${klaviyo.listId}/members`)).text())
      .trim()
      .split("\n");
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      email: "a@example.com",
      first_name: "A",
      properties: { x: 1 },
      joinedAt: Date.parse("2026-10-01T08:00:01Z"),
    });
  });

  test("counts", async () => {
    await klaviyo.call("GET", "/api/lists");
    await klaviyo.importRows([{ email: "a@example.com" }]);
    expect(await jsonOf(control("GET", "counters"))).toMatchObject({
      requests: 2,
      rowsAccepted: 1,
      rowsApplied: 1,
      throttled: 0,
      byStatus: { 200: 1, 202: 1 },
    });
  });

  test("keeps clear of pages from elsewhere: a token in a header is all that counts", async () => {
    expect(
      (await fetch(`${klaviyo.url}/_control/reset?x-control-token=open+sesame`, { method: "POST" })).status,
    ).toBe(401);
  });
});

describe("pages", () => {
  test("show accounts, lists with their members, and recent imports", async () => {
    await klaviyo.importRows([
      { email: "anna@example.com", first_name: "<Anna>" },
      { email: "bela@example.com" },
    ]);
    const overview = await (await fetch(klaviyo.url)).text();
    expect(overview).toContain("Local Klaviyo");
    expect(overview).toContain("Newsletter");
    expect(overview).toContain("complete");
    const list = `${klaviyo.url}/accounts/${testAccount.id}/lists/${klaviyo.listId}`;
    const members = await (await fetch(list)).text();
    expect(members).toContain("2 members");
    expect(members).not.toContain("<Anna>");
    const found = await (await fetch(`${list}?q=BELA`)).text();
    expect(found).toContain("1 member found");
    expect(found).not.toContain("anna@example.com");
    expect((await fetch(`${klaviyo.url}/accounts/AcmeAc/lists/none`)).status).toBe(404);
  });

  test("cut long lists", async () => {
    klaviyo.control.seed({
      accounts: [{ id: testAccount.id, fill: { count: 120, listId: klaviyo.listId } }],
    });
    const list = `${klaviyo.url}/accounts/${testAccount.id}/lists/${klaviyo.listId}`;
    expect(await (await fetch(`${list}?page=3`)).text()).toContain("Page 3 of 3");
    expect(await (await fetch(`${list}?page=99`)).text()).toContain("Page 3 of 3");
  });
});

describe("snapshots", () => {
  test("everything is there again after a stop, a waiting job included", async () => {
    const snapshotFile = path.join(folder, "klaviyo.ndjson");
    const first = await openEmulator({ snapshotFile });
    first.control.seed({ apps: [{ clientId: "c", clientSecret: "s", redirectUris: ["http://x/"] }] });
    await first.importRows([{ email: "a@example.com", properties: { x: [1] } }, { email: "b@example.com" }]);
    const jobId = String(
      (
        await first.call("POST", "/api/profile-bulk-import-jobs", {
          body: importBody([{ email: "late@example.com" }], first.listId),
        })
      ).json["data"]?.["id"],
    );
    await first.stop();
    expect((await stat(snapshotFile)).mode & 0o077).toBe(0);

    const again = await openEmulatorFrom(snapshotFile);
    await again.control.freezeClock("2026-10-01T08:05:00Z");
    expect(again.control.jobs(testAccount.id).map((job) => job.status)).toEqual(["complete", "complete"]);
    expect(
      [...again.control.members(testAccount.id, first.listId)].map((member) => [
        member.email,
        member.properties,
      ]),
    ).toEqual([
      ["a@example.com", { x: [1] }],
      ["b@example.com", {}],
      ["late@example.com", {}],
    ]);
    const headers = { revision: "2026-07-15", authorization: `Klaviyo-API-Key ${testAccount.key}` };
    expect((await fetch(`${again.url}/api/profile-bulk-import-jobs/${jobId}`, { headers })).status).toBe(200);
    await again.stop();
  });

  test("is written some moments after a change, by itself and whole", async () => {
    const snapshotFile = path.join(folder, "klaviyo.ndjson");
    const emulator = await openEmulator({ snapshotFile });
    await emulator.importRows([{ email: "soon@example.com" }]);
    await expect
      .poll(() => readFile(snapshotFile, "utf8").catch(() => ""), { timeout: 5000 })
      .toContain("soon@example.com");
    await expect(stat(`${snapshotFile}.tmp`)).rejects.toThrow();
    await emulator.stop();
  });
});

describe("as a process", () => {
  test("it says where it listens, has the practice account, and keeps its people over a restart", async () => {
    const snapshot = path.join(folder, "practice.ndjson");
    const first = await startProcess(snapshot);
    const lists = await practice(first.port, "/api/lists?sort=name");
    expect(lists.data.map((list) => list.attributes["name"])).toEqual(["Newsletter", "VIP customers"]);
    expect(
      (await practice(first.port, "/api/accounts")).data[0]?.attributes["contact_information"],
    ).toMatchObject({ organization_name: "Ferry Practice" });
    const response = await fetch(`http://127.0.0.1:${first.port}/api/profile-bulk-import-jobs`, {
      method: "POST",
      headers: { ...practiceHeaders, "content-type": "application/json" },
      body: JSON.stringify(importBody([{ email: "kept@example.com" }], lists.data[0]?.id)),
    });
    expect(response.status).toBe(202);
    await expect
      .poll(async () => (await practice(first.port, "/api/profiles")).data.length, { timeout: 10_000 })
      .toBe(1);
    await first.end();

    const second = await startProcess(snapshot);
    expect((await practice(second.port, "/api/profiles")).data[0]?.attributes["email"]).toBe(
      "kept@example.com",
    );
    expect((await practice(second.port, "/api/lists")).data).toHaveLength(2);
    expect((await fetch(`http://127.0.0.1:${second.port}/oauth/authorize?client_id=ferry`)).status).toBe(400);
    await second.end();
  });
});

async function openEmulatorFrom(snapshotFile: string) {
  const { startEmulator } = await import("@/emulator/start-emulator.ts");
  return startEmulator({ snapshotFile });
}

const practiceHeaders = { revision: "2026-07-15", authorization: "Klaviyo-API-Key pk_practice" };

async function practice(port: number, address: string) {
  const response = await fetch(`http://127.0.0.1:${port}${address}`, { headers: practiceHeaders });
  return (await response.json()) as { data: { id: string; attributes: Record<string, unknown> }[] };
}

async function startProcess(snapshot: string) {
  const child = spawn(process.execPath, ["--import", "tsx", "emulator/main.ts"], {
    cwd: path.resolve(import.meta.dirname, "../.."),
    env: {
      ...process.env,
      EMULATOR_PORT: "0",
      EMULATOR_SNAPSHOT: snapshot,
      EMULATOR_PRESET: "practice",
      EMULATOR_PRACTICE_KEY: "pk_practice",
      EMULATOR_PRACTICE_CLIENT_ID: "ferry",
      EMULATOR_PRACTICE_CLIENT_SECRET: "secret",
      EMULATOR_PRACTICE_REDIRECT_URI: "http://127.0.0.1:3000/callback",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return {
    port: (JSON.parse(line) as { listening: number }).listening,
    async end() {
      child.kill("SIGTERM");
      const [code] = (await once(child, "exit")) as [number];
      expect(code).toBe(0);
    },
  };
}
