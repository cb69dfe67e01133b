import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importBody, openEmulator, testAccount, type TestEmulator } from "../support/emulator.ts";

let klaviyo: TestEmulator;
beforeEach(async () => {
  klaviyo = await openEmulator();
});
afterEach(() => klaviyo.stop());

const lists = (options = {}) => klaviyo.call("GET", "/api/lists", options);
const jobsPath = "/api/profile-bulk-import-jobs";
const submit = (options = {}) =>
  klaviyo.call("POST", jobsPath, {
    body: importBody([{ email: "a@example.com" }], klaviyo.listId),
    ...options,
  });

describe("answers in place of the true one", () => {
  test("429 with the Retry-After one likes, with nonsense, or with none", async () => {
    klaviyo.fault({ match: { nth: 1 }, do: { kind: "answer", status: 429, retryAfter: 67_608 } });
    klaviyo.fault({ match: { nth: 2 }, do: { kind: "answer", status: 429, retryAfter: "soon" } });
    klaviyo.fault({ match: { nth: 3 }, do: { kind: "answer", status: 429 } });
    const answers = [await lists(), await lists(), await lists(), await lists()];
    expect(answers.map((answer) => answer.status)).toEqual([429, 429, 429, 200]);
    expect(answers.map((answer) => answer.headers.get("retry-after"))).toEqual(["67608", "soon", null, null]);
    expect(answers[0]?.json["errors"]?.[0]?.["code"]).toBe("throttled");
  });

  test.each([500, 502, 503, 504, 524])("%i in HTML", async (status) => {
    klaviyo.fault({ do: { kind: "answer", status, body: "html" } });
    const answer = await lists();
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("text/html");
  });

  test("403 in HTML is a challenge of Cloudflare's", async () => {
    klaviyo.fault({ do: { kind: "answer", status: 403, body: "html" } });
    expect((await lists()).headers.get("cf-mitigated")).toBe("challenge");
  });

  test("200 with HTML, cut JSON, wrong types or nothing", async () => {
    const texts: string[] = [];
    for (const body of ["html", "cutJson", "wrongTypes", "empty"] as const) {
      klaviyo.fault({ id: "body", do: { kind: "answer", status: 200, body } });
      texts.push((await lists()).text);
    }
    expect(texts[0]).toContain("<html>");
    expect(() => JSON.parse(texts[1]!) as unknown).toThrow();
    expect(JSON.parse(texts[2]!)).toMatchObject({ data: "yes" });
    expect(texts[3]).toBe("");
  });

  test("a body as large as asked for, streamed", async () => {
    klaviyo.fault({ do: { kind: "answer", status: 200, body: "huge", megabytes: 20 } });
    expect((await lists()).text.length).toBeGreaterThanOrEqual(20_000_000);
  });

  test("the request is answered with an error although it took effect", async () => {
    klaviyo.fault({ do: { kind: "answer", status: 500, afterCommit: true } });
    expect((await submit()).status).toBe(500);
    expect(klaviyo.control.jobs(testAccount.id)).toHaveLength(1);
    expect(klaviyo.control.log()[0]).toMatchObject({ status: 500, committed: true, rows: 1 });
  });
});

describe("connections", () => {
  test("a reset before the request is read has no effect", async () => {
    klaviyo.fault({ do: { kind: "reset", at: "beforeRead" } });
    await expect(submit()).rejects.toThrow();
    expect(klaviyo.control.jobs(testAccount.id)).toHaveLength(0);
    expect(klaviyo.control.log()[0]).toMatchObject({ status: null, committed: false });
  });

  test("a reset after the commit loses the answer, not the effect", async () => {
    klaviyo.fault({ do: { kind: "reset", at: "afterCommit" } });
    await expect(submit()).rejects.toThrow();
    expect(klaviyo.control.jobs(testAccount.id)).toHaveLength(1);
    expect(klaviyo.control.log()[0]).toMatchObject({ status: null, committed: true, rows: 1 });
  });

  test("a reset in the middle of the answer cuts it", async () => {
    klaviyo.fault({ do: { kind: "reset", at: "midResponse" } });
    await expect(submit()).rejects.toThrow();
    expect(klaviyo.control.jobs(testAccount.id)).toHaveLength(1);
  });

  test("a reset after the answer leaves a stale kept-alive connection", async () => {
    klaviyo.fault({ count: 1, do: { kind: "reset", at: "afterResponse" } });
    expect((await lists()).status).toBe(200);
    await sleep(100);
    expect((await lists()).status).toBe(200);
  });

  test.each(["silence", "halfOpen"] as const)("%s lasts until the caller gives up", async (kind) => {
    klaviyo.fault({ do: { kind } });
    await expect(submit({ signal: AbortSignal.timeout(200) })).rejects.toThrow(/timeout|aborted/i);
    expect(klaviyo.control.jobs(testAccount.id)).toHaveLength(0);
  });

  test("silence after the commit is the ambiguous one", async () => {
    klaviyo.fault({ do: { kind: "silence", afterCommit: true } });
    await expect(submit({ signal: AbortSignal.timeout(200) })).rejects.toThrow();
    expect(klaviyo.control.jobs(testAccount.id)).toHaveLength(1);
  });

  test("an answer may trickle byte by byte", async () => {
    klaviyo.fault({ do: { kind: "drip", bytesPerSecond: 100 } });
    const started = performance.now();
    await expect(lists({ signal: AbortSignal.timeout(300) })).rejects.toThrow();
    expect(performance.now() - started).toBeGreaterThan(250);
  });

  test("an answer may be late", async () => {
    klaviyo.fault({ do: { kind: "delay", ms: 150 } });
    const started = performance.now();
    expect((await lists()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(140);
  });
});

describe("things that happen at a request", () => {
  test("the key is revoked at the third", async () => {
    klaviyo.fault({ match: { nth: 3 }, do: { kind: "revokeCredential" } });
    expect([
      (await lists()).status,
      (await lists()).status,
      (await lists()).status,
      (await lists()).status,
    ]).toEqual([200, 200, 401, 401]);
  });

  test("a scope is taken away", async () => {
    klaviyo.fault({ do: { kind: "dropScope", scope: "lists:read" } });
    const answer = await lists();
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("lists:read");
  });

  test("a list is deleted", async () => {
    klaviyo.fault({ match: { method: "POST" }, do: { kind: "deleteList", listId: klaviyo.listId } });
    expect((await submit()).json["errors"]?.[0]?.["detail"]).toBe(
      `List ID ${klaviyo.listId} does not exist.`,
    );
  });

  test("an import is refused with the rows one names", async () => {
    klaviyo.fault({ count: 1, do: { kind: "rejectRows", rows: [3, 17] } });
    const answer = await submit();
    expect(answer.status).toBe(400);
    expect(answer.text.match(/profiles\/data\/\d+/g)).toEqual(["profiles/data/3", "profiles/data/17"]);
    expect((await submit()).status).toBe(202);
  });

  test("members of the true answer are rewritten", async () => {
    klaviyo.fault({
      do: {
        kind: "rewrite",
        set: {
          "links.next": "https://a.klaviyo.com/api/lists?page[cursor]=x",
          "data.0.attributes.name": 7,
          "data.0.surprise": { deep: true },
        },
      },
    });
    const answer = await lists();
    expect(answer.json["links"]?.["next"]).toBe("https://a.klaviyo.com/api/lists?page[cursor]=x");
    expect(answer.json["data"]?.[0]).toMatchObject({ attributes: { name: 7 }, surprise: { deep: true } });
  });
});

describe("which requests are met", () => {
  const failed = async (count: number) => {
    const answers: number[] = [];
    for (let index = 0; index < count; index++) answers.push((await lists()).status);
    return answers.map((status) => status !== 200);
  };
  const answer = { kind: "answer", status: 503 } as const;

  test("by method, route, path and account", async () => {
    klaviyo.fault({ match: { method: "post", route: jobsPath }, do: answer });
    expect((await lists()).status).toBe(200);
    expect((await submit()).status).toBe(503);
    klaviyo.control.clearFaults();
    klaviyo.fault({ match: { path: "sort=name" }, do: answer });
    expect((await klaviyo.call("GET", "/api/lists?sort=name")).status).toBe(503);
    expect((await lists()).status).toBe(200);
    klaviyo.control.clearFaults();
    klaviyo.fault({ match: { account: "OtherX" }, do: answer });
    expect((await lists()).status).toBe(200);
  });

  test("by place: the nth, several, from the nth on, every nth, so many times", async () => {
    klaviyo.fault({ id: "one", match: { nth: [2, 4] }, do: answer });
    expect(await failed(5)).toEqual([false, true, false, true, false]);
    klaviyo.fault({ id: "one", match: { fromNth: 3 }, do: answer });
    expect(await failed(4)).toEqual([false, false, true, true]);
    klaviyo.fault({ id: "one", match: { everyNth: 2 }, do: answer });
    expect(await failed(4)).toEqual([false, true, false, true]);
    klaviyo.fault({ id: "one", count: 2, do: answer });
    expect(await failed(3)).toEqual([true, true, false]);
  });

  test("by chance, the same chance for the same seed", async () => {
    const sequence = async (seed: string) => {
      klaviyo.fault({ id: "chance", match: { percent: 30 }, seed, do: answer });
      return failed(100);
    };
    const first = await sequence("one");
    expect(await sequence("one")).toEqual(first);
    expect(await sequence("two")).not.toEqual(first);
    const share = first.filter(Boolean).length;
    expect(share).toBeGreaterThan(15);
    expect(share).toBeLessThan(45);
  });

  test("for a stretch of the emulator's clock: five minutes of outage, then well", async () => {
    klaviyo.fault({ match: { forMs: 300_000 }, do: answer });
    expect((await lists()).status).toBe(503);
    await klaviyo.control.stepClock(299_999);
    expect((await lists()).status).toBe(503);
    await klaviyo.control.stepClock(1);
    expect((await lists()).status).toBe(200);
  });

  test("the log names the faults a request met", async () => {
    const id = klaviyo.fault({ count: 1, do: answer });
    await lists();
    await lists();
    expect(klaviyo.control.log().map((entry) => entry.faults)).toEqual([[id], []]);
    expect(klaviyo.control.removeFault(id)).toBe(true);
    expect(klaviyo.control.faults()).toEqual([]);
  });
});
