// What docs and screens promise of runs: one test for each promise, by its title. The cases behind them are tested in the
// other files of runs.
import { describe, expect, vi } from "vitest";
import { parse } from "csv-parse/sync";
import type { RunStatus } from "@/generated/prisma/enums";
import { pool, prisma } from "@/lib/db";
import { cancelRun } from "@/lib/runs/cancel-run";
import { addsUp, memberOutcomes } from "@/lib/runs/counts";
import { doBatch } from "@/lib/runs/send/do-batch";
import { downloadOutcomes } from "@/lib/runs/outcomes/download-outcomes";
import { countOutcomes, listOutcomePeople } from "@/lib/runs/outcomes/outcome-queries";
import { planRun } from "@/lib/runs/plan/plan-run";
import { phases } from "@/lib/runs/progress/progress";
import { getRun } from "@/lib/runs/queries";
import { releaseRun } from "@/lib/runs/release-run";
import { resyncFully, retryFailed, startRun } from "@/lib/runs/start-run";
import en from "@/messages/en.json";
import hu from "@/messages/hu.json";
import { acme } from "../support/connections";
import { addSegment, prepareExports, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
import {
  checkBooks,
  hurry,
  hurryToEnd,
  importRoute,
  importsAsked,
  manyPeople,
  onList,
  pressRun,
  readRun,
  runToEnd,
  told,
  useQuickKlaviyo,
  useSmallBatches,
  work,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
useSmallBatches(10);

type Actor = Parameters<typeof pressRun>[0];

const submit = { method: "POST", route: importRoute };
const answer = (status: number, headers: Record<string, string> = {}) =>
  ({ kind: "answer", status, headers }) as const;

/** Runs that end, or stand, in each status. */
const stories: Record<RunStatus, (actor: Actor, exportId: string, given: Prepared) => Promise<string>> = {
  queued: (actor, exportId) => pressRun(actor, exportId),
  running: async (actor, exportId) => {
    const runId = await pressRun(actor, exportId);
    await planRun(runId);
    return runId;
  },
  waiting: async (actor, exportId) => {
    klaviyo().control.addFault({ match: submit, do: answer(429, { "Retry-After": "1800" }) });
    const runId = await pressRun(actor, exportId);
    await work(runId, ({ status }) => status === "waiting");
    return runId;
  },
  held: async (actor, exportId, { readers }) => {
    await runToEnd(actor, exportId);
    await pool().query("DELETE FROM segment_member WHERE segment_id = $1", [readers]);
    const runId = await pressRun(actor, exportId);
    await work(runId, ({ status }) => status === "held");
    return runId;
  },
  successful: async (actor, exportId) => (await hurryToEnd(actor, exportId)).id,
  completed_with_warnings: async (actor, exportId) => {
    klaviyo().control.addFault({ match: submit, count: 1, do: { kind: "rejectRows", rows: [0] } });
    return (await hurryToEnd(actor, exportId)).id;
  },
  failed: async (actor, exportId, { lists }) => {
    klaviyo().control.deleteList(acme.id, lists.newsletter);
    return (await hurryToEnd(actor, exportId)).id;
  },
  canceled: async (actor, exportId) => {
    const runId = await pressRun(actor, exportId);
    valueOf(await cancelRun(actor, { runId }));
    return runId;
  },
  skipped: async (actor, exportId, { readers }) => {
    await pool().query("DELETE FROM segment_member WHERE segment_id = $1", [readers]);
    return (await hurryToEnd(actor, exportId)).id;
  },
};

type Prepared = Awaited<ReturnType<typeof prepareExports>>;

describe("Status", () => {
  it.for(Object.entries(stories))(
    "%s: a run that is so has a word and a sentence for it in both languages",
    async ([status, tell], { administrator }) => {
      const given = await prepareExports(klaviyo(), administrator, { people: manyPeople(3) });
      const exportId = await savedExport(administrator, given.form);
      const run = await getRun(administrator, await tell(administrator, exportId, given));
      expect(run.status).toBe(status);
      const wait = run.wait?.code ?? "";
      const names = [status, `${status}_${run.phase}`, `${status}_${wait}`];
      for (const { runs } of [en, hu]) {
        expect(Object.keys(runs.status)).toContain(status);
        expect(Object.keys(runs.sentences).filter((name) => names.includes(name))).not.toEqual([]);
        if (run.problem) expect(Object.keys(runs.problem)).toContain(run.problem.code);
      }
      // Waiting says until when, and skipped says why.
      if (status === "waiting") expect(Date.parse(run.wait?.until ?? "")).toBeGreaterThan(Date.now());
      if (status === "skipped") expect(run.problem?.code).toBe("no_members");
    },
  );
});

describe("The run page", () => {
  it("shows phases, counts, rate and time left while it goes on, by asking again and again", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(40) });
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    const seen: Awaited<ReturnType<typeof getRun>>[] = [];
    const run = await work(runId, undefined, async () => seen.push(await getRun(administrator, runId)));
    checkBooks(run);
    for (const one of seen) {
      expect(one.phases.map(({ phase }) => phase)).toEqual([...phases]);
      if (!one.counts) continue;
      const { outcomes, openMembers, members } = one.counts;
      expect(memberOutcomes.reduce((sum, kind) => sum + outcomes[kind], openMembers)).toBe(members);
    }
    const sent = seen.map((one) => one.phases.find(({ phase }) => phase === "send")?.done ?? 0);
    expect(new Set(sent).size).toBeGreaterThan(2);
    expect(sent).toEqual(sent.toSorted((one, other) => one - other));

    // Rate and time left are those of the last minutes, so that they need some of them.
    await pool().query(
      `UPDATE run_batch SET submitted_at = clock_timestamp() - (5 - no) * interval '5 seconds',
         state = CASE WHEN no = 4 THEN 'pending' ELSE 'done' END::"BatchState"
       WHERE run_id = $1`,
      [runId],
    );
    await pool().query("UPDATE run_batch SET submitted_at = NULL WHERE run_id = $1 AND no = 4", [runId]);
    await pool().query("UPDATE run SET status = 'running', phase = 'send', result = NULL WHERE id = $1", [
      runId,
    ]);
    const { progress, secondsLeft } = await getRun(administrator, runId);
    expect(progress).toMatchObject({ phase: "send", done: 30, total: 40 });
    expect(progress.perSecond).toBeCloseTo(1, 0);
    expect(secondsLeft).toBeGreaterThan(0);
  });

  it("offers Cancel while it goes on, after which nothing more is sent", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(30) });
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    await work(runId, () => importsAsked(klaviyo()).length === 1);
    expect((await getRun(administrator, runId)).canCancel).toBe(true);
    valueOf(await cancelRun(administrator, { runId }));
    const run = checkBooks(await hurry(runId));
    expect(importsAsked(klaviyo())).toHaveLength(1);
    expect(told(run.result)).toEqual({ added: 10, not_sent: 20 });
    expect(await getRun(administrator, runId)).toMatchObject({ status: "canceled", canCancel: false });
  });

  it("cancels within five seconds, also while a request is on its way, and the audit log names who did it", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(30) });
    klaviyo().control.addFault({ match: submit, do: { kind: "delay", ms: 1_000 } });
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    const working = work(runId);
    await vi.waitUntil(() => importsAsked(klaviyo()).length === 1, { timeout: 10_000, interval: 5 });
    const canceledAt = Date.now();
    valueOf(await cancelRun(administrator, { runId }));
    const run = checkBooks(await working);
    expect(run.status).toBe("canceled");
    expect(Date.now() - canceledAt).toBeLessThan(5_000);
    expect(importsAsked(klaviyo())).toHaveLength(1);
    const audited = { action: "run.cancel", objectType: "run", objectId: runId };
    expect(await prisma().auditEvent.findFirst({ where: audited })).toMatchObject({
      actorId: administrator.id,
    });
  });

  it("tells by attempt what went wrong, what to do, Klaviyo's code and its request id", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(3) });
    klaviyo().control.addFault({ match: submit, do: answer(400) });
    const { id } = await hurryToEnd(administrator, await savedExport(administrator, form));
    const run = await getRun(administrator, id);
    expect(run.log.map(({ attempt }) => attempt)).toEqual(run.log.map(() => 1));
    const gaveUp = run.log.find(({ code }) => code === "batch_gave_up");
    expect(gaveUp).toMatchObject({ level: "problem", params: { code: expect.any(String) } });
    expect(String(gaveUp?.params["requestId"])).not.toBe("");
    const { code, requestId } = gaveUp?.params ?? {};
    expect(run.problem).toMatchObject({ code: "batches_failed", params: { code, requestId, people: 3 } });
    for (const { runs } of [en, hu])
      for (const texts of [runs.problem, runs.todo]) expect(Object.keys(texts)).toContain(run.problem?.code);
  });

  it("offers Retry failed only, which sends those and nobody else", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(3) });
    klaviyo().control.addFault({ match: submit, count: 1, do: { kind: "rejectRows", rows: [1] } });
    const { id } = await hurryToEnd(administrator, await savedExport(administrator, form));
    expect((await getRun(administrator, id)).canRetry).toBe(true);
    const { runId } = valueOf(await retryFailed(administrator, { runId: id }));
    expect(told(checkBooks(await hurry(runId)).result)).toEqual({ added: 1 });
    expect(importsAsked(klaviyo()).at(-1)?.rows).toBe(1);
  });
});

describe("Closed books", () => {
  const people = {
    ...manyPeople(3),
    none: { first_name: "Nobody" },
    bad: { email: "nonsense" },
    twin: { email: " P001@example.com" },
    staff: { email: "staff@example.com" },
  };

  it("have every member in exactly one outcome, which can be opened, searched and downloaded as CSV", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const excluded = await addSegment("Excluded", ["staff"]);
    const exportId = await savedExport(administrator, { ...form, excludedSegmentIds: [excluded] });
    klaviyo().control.addFault({ match: submit, count: 1, do: { kind: "rejectRows", rows: [1] } });
    const run = await hurryToEnd(administrator, exportId);
    const numbers = { added: 2, rejected: 1, no_email: 1, invalid_email: 1, duplicate: 1, excluded: 1 };
    expect(told(run.result)).toEqual(numbers);
    expect(run.result.members).toBe(Object.keys(people).length);
    const keys: string[] = [];
    for (const outcome of memberOutcomes) {
      const page = await listOutcomePeople(administrator, { runId: run.id, outcome });
      keys.push(...page.people.map(({ key }) => key ?? ""));
      const { pieces } = await downloadOutcomes(administrator, { runId: run.id, outcome, format: "csv" });
      const rows: unknown[] = parse((await Array.fromAsync(pieces)).join(""), { bom: true, columns: true });
      expect([outcome, rows.length]).toEqual([outcome, page.people.length]);
    }
    expect(keys.toSorted()).toEqual(Object.keys(people).toSorted());
    const found = await listOutcomePeople(administrator, { runId: run.id, outcome: "added", search: "p003" });
    expect(found.people.map(({ key }) => key)).toEqual(["p003"]);
  });

  it("that do not add up keep the run from being Successful, and it says so", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    await planRun(runId);
    await doBatch();
    await pool().query("UPDATE run SET plan = jsonb_set(plan, '{members}', '99') WHERE id = $1", [runId]);
    const run = await hurry(runId);
    expect(run).toMatchObject({ status: "completed_with_warnings", problemCode: "books_open" });
    const counts = await countOutcomes(administrator, runId);
    expect(counts?.addsUp).toBe(false);
    expect(addsUp(run.result as never)).toBe(false);
  });
});

describe("What is sent", () => {
  it("is only what changed since the last confirmed state; Full resync sends everything again", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(3) });
    const exportId = await savedExport(administrator, form);
    await runToEnd(administrator, exportId);
    await pool().query("UPDATE profile SET attributes = attributes || '{\"orders\": 9}' WHERE key = 'p002'");
    klaviyo().control.clearLog();
    expect(told((await runToEnd(administrator, exportId)).result)).toEqual({ changed: 1, unchanged: 2 });
    expect(importsAsked(klaviyo()).map(({ rows }) => rows)).toEqual([1]);
    klaviyo().control.clearLog();
    const { runId } = valueOf(await resyncFully(administrator, { exportId }));
    expect(told(checkBooks(await hurry(runId)).result)).toEqual({ changed: 3 });
    expect(importsAsked(klaviyo()).map(({ rows }) => rows)).toEqual([3]);
  });

  it("is never a subscription: consent at Klaviyo stays as it was, and form and run say so", async ({
    administrator,
  }) => {
    const { form, lists } = await prepareExports(klaviyo(), administrator, { people: manyPeople(3) });
    klaviyo().control.seed({
      accounts: [
        {
          id: acme.id,
          profiles: [
            { attributes: { email: "p001@example.com" }, consent: "UNSUBSCRIBED" },
            { attributes: { email: "p002@example.com" }, consent: "SUBSCRIBED" },
          ],
        },
      ],
    });
    const consents = () =>
      [...klaviyo().control.profiles(acme.id)].map(({ email, consent }) => [email, consent?.consent ?? null]);
    const before = consents();
    klaviyo().control.keepBodies(true);
    await runToEnd(administrator, await savedExport(administrator, form));
    expect(onList(klaviyo(), lists.newsletter)).toHaveLength(3);
    expect(consents().slice(0, 2)).toEqual(before);
    expect(consents()[2]?.[1] ?? "NEVER_SUBSCRIBED").toBe("NEVER_SUBSCRIBED");
    for (const { body } of importsAsked(klaviyo())) expect(body).not.toMatch(/subscription|consent/i);
    expect(JSON.stringify(en)).toContain("an export never changes anybody’s subscription");
  });
});

describe("One list", () => {
  it("has one active run: a second click and a second tab get the run in progress", async ({
    administrator,
    contributor,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people: manyPeople(3) });
    const exportId = await savedExport(administrator, form);
    const presses = [administrator, administrator, contributor].map((actor) => startRun(actor, { exportId }));
    const answers = (await Promise.all(presses)).map(valueOf);
    expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    checkBooks(await hurry(answers[0]?.runId ?? ""));
    expect(importsAsked(klaviyo())).toHaveLength(1);
  });
});

describe("The brake", () => {
  it("holds an emptied result, more than 20 % removals and more than 20 % invalid addresses; an administrator sees the numbers and releases or cancels; nothing is sent while it is held", async ({
    administrator,
    contributor,
  }) => {
    const given = await prepareExports(klaviyo(), administrator, { people: manyPeople(40) });
    const exportId = await savedExport(administrator, { ...given.form, leavers: "remove" });
    await hurryToEnd(administrator, exportId);
    const { rows } = await pool().query<{ profile_id: string }>("SELECT profile_id FROM segment_member");
    const ids = rows.map(({ profile_id }) => profile_id);
    const setMembers = async (members: string[]) => {
      await pool().query("DELETE FROM segment_member WHERE segment_id = $1", [given.readers]);
      await pool().query("INSERT INTO segment_member SELECT $1, unnest($2::bigint[])", [
        given.readers,
        members,
      ]);
    };
    const heldFor = async () => {
      klaviyo().control.clearLog();
      const runId = await pressRun(administrator, exportId);
      await work(runId, ({ status }) => status === "held");
      expect(
        klaviyo()
          .control.log()
          .filter(({ method }) => method !== "GET"),
      ).toEqual([]);
      const seen = await getRun(administrator, runId);
      expect([seen.canRelease, (await getRun(contributor, runId)).canRelease]).toEqual([true, false]);
      return { runId, hold: seen.hold };
    };

    await setMembers([]);
    const emptied = await heldFor();
    expect(emptied.hold).toMatchObject({ reason: "emptied", people: 40 });
    valueOf(await cancelRun(administrator, { runId: emptied.runId }));

    await setMembers(ids);
    await pool().query("UPDATE profile SET attributes = '{\"email\": \"bad\"}' WHERE key < 'p010'");
    expect((await heldFor()).hold).toMatchObject({ reason: "many_removals", people: 9, of: 40 });
    valueOf(await cancelRun(administrator, { runId: (await lastRun(exportId)).id }));
    await prisma().connection.updateMany({ data: { removalPercent: 100 } });
    expect((await heldFor()).hold).toMatchObject({ reason: "many_invalid", people: 9, of: 40 });
    valueOf(await cancelRun(administrator, { runId: (await lastRun(exportId)).id }));
    await prisma().connection.updateMany({ data: { removalPercent: 20 } });
    await pool().query(
      "UPDATE profile SET attributes = jsonb_build_object('email', key || '@example.com') WHERE key < 'p010'",
    );

    await setMembers(ids.slice(0, 30));
    const shrunk = await heldFor();
    expect(shrunk.hold).toMatchObject({ reason: "many_removals", people: 10, of: 40 });
    await expect(releaseRun(contributor, { runId: shrunk.runId })).rejects.toThrow();
    valueOf(await releaseRun(administrator, { runId: shrunk.runId }));
    expect(told(checkBooks(await hurry(shrunk.runId)).result)).toMatchObject({ removed: 10 });
  });
});

async function lastRun(exportId: string) {
  const { rows } = await pool().query<{ id: string }>(
    "SELECT id FROM run WHERE export_id = $1 ORDER BY number DESC LIMIT 1",
    [exportId],
  );
  return readRun(rows[0]?.id ?? "");
}
