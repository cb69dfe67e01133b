import { describe, expect } from "vitest";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { pool } from "@/lib/db";
import { confirmRun } from "@/lib/runs/confirm/confirm-run";
import { doBatch } from "@/lib/runs/send/do-batch";
import { planRun } from "@/lib/runs/plan/plan-run";
import { resumeRun } from "@/lib/runs/wait-run";
import { forgetRequests } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import {
  addressesOf,
  checkBooks,
  hurry,
  importRoute,
  importsAsked,
  logOf,
  manyPeople,
  onList,
  pressRun,
  readRun,
  told,
  useQuickKlaviyo,
  useSmallBatches,
  work,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
useSmallBatches(2);

/** Requests that left although a request of their class had been told to wait, by the emulator's side. */
function inWaits(emulator: Emulator, waitMs: (status: number | null) => number) {
  const until = new Map<string, number>();
  return emulator.control.log().filter(({ method, route, status, wallMs, durationMs }) => {
    const name = `${method} ${route}`;
    const isInside = wallMs < (until.get(name) ?? 0);
    const wait = waitMs(status);
    if (wait > 0) until.set(name, Math.max(until.get(name) ?? 0, wallMs + durationMs + wait));
    return isInside;
  });
}

describe("Waits that Klaviyo asks for (F7)", () => {
  it("are kept on 30 % of all calls: nothing of the class leaves inside one, and everybody arrives", async ({
    administrator,
  }) => {
    const people = manyPeople(14);
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    await forgetRequests();
    klaviyo().control.clearLog();
    klaviyo().control.addFault({
      match: { path: "profile-bulk-import-jobs", percent: 30 },
      seed: "waits",
      do: { kind: "answer", status: 429, retryAfter: 1 },
    });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    const workers = [1, 2].map(() => work(runId, undefined, () => doBatch()));
    const [run] = await Promise.all(workers);
    expect(checkBooks(run ?? (await readRun(runId))).status).toBe("successful");
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
    const log = klaviyo().control.log();
    expect(log.filter(({ status }) => status === 429).length).toBeGreaterThan(2);
    // The header speaks of whole seconds; what was in flight beside the refused one had left before.
    const early = inWaits(klaviyo(), (status) => (status === 429 ? 1_000 : 0)).filter(
      ({ wallMs, seq }) =>
        !log.some((other) => other.seq < seq && other.status === 429 && wallMs - other.wallMs < 50),
    );
    expect(early).toEqual([]);
    expect(importsAsked(klaviyo()).filter(({ status }) => status === 202)).toHaveLength(7);
  }, 60_000);

  it("that are long are a state of the run: the worker is free, and it goes on when the time has come", async ({
    administrator,
  }) => {
    const people = manyPeople(6);
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: { method: "POST", route: importRoute, nth: 2 },
      do: { kind: "answer", status: 429, retryAfter: 60 },
    });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    const startedAt = Date.now();
    await doBatch();
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    const waiting = await readRun(runId);
    expect(waiting).toMatchObject({ status: "waiting", waitCode: "rate_limit" });
    const inSeconds = ((waiting.waitUntil?.getTime() ?? 0) - Date.now()) / 1000;
    expect(inSeconds).toBeGreaterThan(55);
    expect(inSeconds).toBeLessThanOrEqual(60);
    await resumeRun(runId);
    await doBatch();
    await confirmRun(runId);
    expect(await readRun(runId)).toMatchObject({ status: "waiting", settledAt: null });
    expect(importsAsked(klaviyo())).toHaveLength(2);
    expect(await logOf(runId)).toContain("rate_limited");
    // A day like this, restarts included, later:
    await pool().query("UPDATE run SET wait_until = now() WHERE id = $1", [runId]);
    const run = checkBooks(await hurry(runId));
    expect(run).toMatchObject({ status: "successful", waitCode: null, waitUntil: null });
    expect(told(run.result)).toEqual({ added: 6 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(people));
  });

  it("hold for the other workers as well: the class is closed until then", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(6) });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: { method: "POST", route: importRoute, nth: 1 },
      do: { kind: "answer", status: 429, retryAfter: 30 },
    });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    await pool().query("UPDATE run SET wait_until = now() WHERE id = $1", [runId]);
    await resumeRun(runId);
    await pool().query("UPDATE run_batch SET not_before = NULL");
    await doBatch();
    expect(importsAsked(klaviyo())).toHaveLength(1);
    expect(await readRun(runId)).toMatchObject({ status: "waiting", waitCode: "rate_limit" });
  });

  it("that nobody can read are kept for some seconds", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: { method: "POST", route: importRoute, nth: 1 },
      do: { kind: "answer", status: 429, retryAfter: "soon" },
    });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    const { waitUntil, status } = await readRun(runId);
    expect(status).toBe("waiting");
    expect((waitUntil?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_000);
    expect(checkBooks(await hurry(runId)).status).toBe("successful");
  });
});
