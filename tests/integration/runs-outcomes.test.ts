import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { Forbidden, NotFound } from "@/lib/errors";
import { countOf } from "@/lib/runs/outcomes/outcome-counts";
import { countOutcomes, listOutcomePeople } from "@/lib/runs/outcomes/outcome-queries";
import { type OpenableOutcome, openableOutcomes } from "@/lib/runs/outcomes/outcome-schema";
import { addPeople } from "../support/people";
import {
  type ExportRows,
  type RunRows,
  addBatch,
  addExport,
  addItems,
  addLedgerEntries,
  addOutcomes,
  addRun,
} from "../support/run-rows";
import { it as base } from "../support/workspace";

const names = (
  "add1 add2 change1 lost1 rejected1 unsure1 waiting1 waiting2 canceled1 gone1 same1 same2 same3 " +
  "noaddress1 bad1 double1 excluded1 leaver1 leaver2 leaver3 leaver4 left1"
).split(" ");
const address = (key: string) => `${key}@example.com`;

/** A run in the middle of its way, with somebody in every outcome. */
async function addMixedRun(rows: ExportRows): Promise<RunRows> {
  const run = await addRun(rows, {
    plan: {
      members: 17,
      add: 8,
      change: 2,
      unchanged: 3,
      noEmail: 1,
      invalidEmail: 1,
      duplicate: 1,
      excluded: 1,
      remove: 4,
    },
  });
  await addItems(run, [
    [1, "add", "add1", address("add1")],
    [2, "add", "add2", address("add2")],
    [3, "change", "change1", address("change1")],
    [4, "add", "rejected1", address("rejected1")],
    [5, "add", "unsure1", address("unsure1")],
    [6, "add", "gone1", address("gone1")],
    [7, "change", "waiting1", address("waiting1")],
    [8, "add", "waiting2", address("waiting2")],
    [9, "add", "canceled1", address("canceled1")],
    [10, "add", "lost1", address("lost1")],
    [11, "remove", "leaver1", address("leaver1")],
    [12, "remove", "leaver2", address("leaver2")],
    [13, "remove", "leaver3", address("leaver3")],
    [14, "remove", "leaver4", address("leaver4")],
  ]);
  const sums = { added: 2, changed: 1, rejected: 1, unconfirmed: 1, notSent: 1, warnings: 2 };
  await addBatch(run, { no: 1, kind: "send", state: "done", firstSeq: 1, lastSeq: 6, ...sums });
  await addBatch(run, { no: 2, kind: "send", state: "awaiting", firstSeq: 7, lastSeq: 7 });
  await addBatch(run, { no: 3, kind: "send", state: "pending", firstSeq: 8, lastSeq: 8 });
  await addBatch(run, { no: 4, kind: "send", state: "canceled", firstSeq: 9, lastSeq: 9 });
  await addBatch(run, { no: 5, kind: "send", state: "failed", firstSeq: 10, lastSeq: 10 });
  const removed = { removed: 1, alreadyGone: 1 };
  await addBatch(run, { no: 6, kind: "remove", state: "done", firstSeq: 11, lastSeq: 12, ...removed });
  await addBatch(run, { no: 7, kind: "remove", state: "failed", firstSeq: 13, lastSeq: 13 });
  await addBatch(run, { no: 8, kind: "remove", state: "submitting", firstSeq: 14, lastSeq: 14 });
  await addOutcomes(run, [
    { kind: "no_email", key: "noaddress1" },
    { kind: "invalid_email", key: "bad1", address: "bad1@@example.com" },
    { kind: "duplicate", key: "double1", address: address("add1"), otherKey: "add1" },
    { kind: "excluded", key: "excluded1", address: address("excluded1") },
    {
      kind: "rejected",
      key: "rejected1",
      seq: 4,
      address: address("rejected1"),
      code: "invalid",
      detail: "Invalid phone number.",
      field: "phone_number",
    },
    { kind: "unconfirmed", key: "unsure1", seq: 5, address: address("unsure1") },
    { kind: "not_sent", key: "gone1", seq: 6, code: "profile_gone", address: address("gone1") },
    { kind: "already_gone", key: "leaver2", seq: 12, address: address("leaver2") },
  ]);
  const earlier = run.number - 1n;
  await addLedgerEntries(rows.ledgerId, [
    ...["same1", "same2", "same3"].map((key) => [key, address(key), earlier] as [string, string, bigint]),
    ["add1", address("add1"), run.number],
    ["change1", address("change1"), run.number],
    ["waiting1", address("waiting1"), earlier],
    ["excluded1", address("excluded1"), earlier, run.number],
    ["left1", address("left1"), earlier, run.number],
    ["leaver3", address("leaver3"), earlier],
  ]);
  await prisma().$executeRaw`INSERT INTO run_data.warning (expires_on, run, seq, profile_id, field, code)
    SELECT ${run.day}::date, ${run.number}, 1, p.id, w.field, w.code
    FROM profile p, (VALUES ('phone_number', 'phone_implausible'), ('region', 'too_long')) AS w (field, code)
    WHERE p.key = 'add1'`;
  return run;
}

const it = base.extend<{ rows: ExportRows; run: RunRows }>({
  rows: async ({ administrator }, use) => {
    await prisma().field.createMany({
      data: [
        { key: "email", name: "E-mail", type: "text", meaning: "email" },
        { key: "name", name: "Name", type: "text", meaning: "full_name" },
      ],
    });
    await addPeople(
      Object.fromEntries(
        names.map((key) => [key, { email: address(key).toUpperCase(), name: `Name of ${key}` }]),
      ),
    );
    await use(await addExport(administrator));
  },
  run: async ({ rows }, use) => use(await addMixedRun(rows)),
});

const expected: Record<OpenableOutcome, string[]> = {
  added: ["add1", "add2"],
  changed: ["change1"],
  sent: ["add1", "add2", "change1"],
  unchanged: ["same1", "same2", "same3"],
  no_email: ["noaddress1"],
  invalid_email: ["bad1"],
  duplicate: ["double1"],
  excluded: ["excluded1"],
  erased: [],
  rejected: ["rejected1"],
  unconfirmed: ["unsure1"],
  not_sent: ["gone1", "canceled1", "lost1"],
  removed: ["leaver1"],
  already_gone: ["leaver2"],
  removal_failed: ["leaver3"],
  in_progress: ["waiting1", "waiting2"],
  removal_in_progress: ["leaver4"],
  warnings: ["add1", "add1"],
};

describe("the people of an outcome", () => {
  it.for(openableOutcomes)(
    "%s are who they should be, as many as the number says",
    async (outcome, { administrator, run }) => {
      const page = await listOutcomePeople(administrator, { runId: run.id, outcome });
      expect(page.people.map(({ key }) => key)).toEqual(expected[outcome]);
      expect(page).toMatchObject({ gone: null, nextAfter: undefined });
      const counts = await countOutcomes(administrator, run.id);
      expect(counts && countOf(counts, outcome)).toBe(expected[outcome].length);
    },
  );

  it("add up to the members and the leavers, each person once", async ({ administrator, run }) => {
    const counts = await countOutcomes(administrator, run.id);
    expect(counts).toMatchObject({ isSettled: false, members: 17, leavers: 4, addsUp: true });
    const { sent: _, warnings: __, ...each } = expected;
    const everybody = Object.values(each).flat();
    expect(new Set(everybody).size).toBe(everybody.length);
    expect(everybody).toHaveLength(17 + 4);
  });

  it("come with the reason, the destination's words, and who was sent instead", async ({
    contributor,
    run,
  }) => {
    const first = async (outcome: OpenableOutcome) =>
      (await listOutcomePeople(contributor, { runId: run.id, outcome })).people[0];
    expect(await first("rejected")).toMatchObject({
      key: "rejected1",
      name: "Name of rejected1",
      address: "rejected1@example.com",
      code: "invalid",
      detail: "Invalid phone number.",
      field: "phone_number",
    });
    expect(await first("duplicate")).toMatchObject({ other: { key: "add1", name: "Name of add1" } });
    // Nothing was sent, so the address is the one that is written now.
    expect(await first("no_email")).toMatchObject({ address: "NOADDRESS1@EXAMPLE.COM", other: null });
    expect(await first("warnings")).toMatchObject({ code: "phone_implausible", field: "phone_number" });
  });

  it("are masked for viewers, on every page", async ({ viewer, run }) => {
    // Of erased people nothing is left to mask.
    for (const outcome of openableOutcomes.filter((one) => one !== "erased")) {
      const page = await listOutcomePeople(viewer, { runId: run.id, outcome, size: 1 });
      expect(page.people, outcome).toHaveLength(1);
      expect(page.people[0]?.address, outcome).toMatch(/^[^@]•••@e•••\.com$|^•••$/i);
      expect(JSON.stringify(page), outcome).not.toMatch(/example\.com/i);
    }
  });

  it("are found by key, name and address, every word counting", async ({ contributor, run }) => {
    const find = async (outcome: OpenableOutcome, search: string) =>
      (await listOutcomePeople(contributor, { runId: run.id, outcome, search })).people.map(({ key }) => key);
    expect(await find("added", "ADD2")).toEqual(["add2"]);
    expect(await find("added", "add1@exam")).toEqual(["add1"]);
    expect(await find("added", "add example 2")).toEqual(["add2"]);
    expect(await find("added", "add1 add2")).toEqual([]);
    expect(await find("unchanged", "same3@")).toEqual(["same3"]);
    expect(await find("not_sent", "lost")).toEqual(["lost1"]);
    expect(await find("rejected", "%")).toEqual([]);
    expect(await find("invalid_email", "@@")).toEqual(["bad1"]);
  });

  it("stay listed when they are no longer customers", async ({ contributor, run }) => {
    await prisma().profile.delete({ where: { key: "add1" } });
    const { people } = await listOutcomePeople(contributor, { runId: run.id, outcome: "added" });
    expect(people[0]).toMatchObject({ profileId: null, key: "", address: "add1@example.com" });
  });
});

describe("what cannot be listed", () => {
  it("is unchanged people of a run that another has followed", async ({ administrator, rows, run }) => {
    await addRun(rows);
    const ask = (outcome: OpenableOutcome) => listOutcomePeople(administrator, { runId: run.id, outcome });
    expect(await ask("unchanged")).toEqual({ people: [], gone: "newer_run" });
    expect((await ask("added")).people).toHaveLength(2);
  });

  it("is not hindered by a run that was never planned", async ({ administrator, rows, run }) => {
    await addRun(rows, { status: "skipped", data: { plannedAt: null } });
    const page = await listOutcomePeople(administrator, { runId: run.id, outcome: "unchanged" });
    expect(page.people).toHaveLength(3);
  });

  it("is unchanged people of a run over its limit", async ({ administrator, rows }) => {
    const run = await addRun(rows, { status: "failed", data: { problemCode: "limit_exceeded" } });
    const page = await listOutcomePeople(administrator, { runId: run.id, outcome: "unchanged" });
    expect(page).toEqual({ people: [], gone: "stopped" });
  });

  it("is whose time is over, while rejected people are kept longer", async ({ administrator, rows }) => {
    const run = await addRun(rows, { expiresInDays: 0 });
    await addItems(run, [[1, "add", "add1", address("add1")]]);
    await addBatch(run, { no: 1, kind: "send", state: "done", firstSeq: 1, lastSeq: 1, added: 1 });
    await addOutcomes(run, [{ kind: "rejected", key: "rejected1", code: "invalid", seq: 2 }]);
    const ask = (outcome: OpenableOutcome) => listOutcomePeople(administrator, { runId: run.id, outcome });
    expect(await ask("added")).toEqual({ people: [], gone: "expired" });
    expect((await ask("rejected")).people.map(({ key }) => key)).toEqual(["rejected1"]);
  });

  it("is another run's people, an unknown run's, or behind a page that was made up", async ({
    administrator,
    rows,
    run,
  }) => {
    const other = await addRun(rows);
    expect((await listOutcomePeople(administrator, { runId: other.id, outcome: "added" })).people).toEqual(
      [],
    );
    const page = await listOutcomePeople(administrator, { runId: run.id, outcome: "added", size: 1 });
    const after = page.nextAfter;
    const refused: [string, string | undefined][] = [
      ["0190d3a8-0000-7000-8000-000000000000", undefined],
      ["' OR 1=1", undefined],
      [run.id, "eyJzb3VyY2UiOjB9"],
      [other.id, after],
    ];
    for (const [runId, place] of refused)
      await expect(
        listOutcomePeople(administrator, { runId, outcome: "added", after: place }),
      ).rejects.toThrow(NotFound);
    await expect(countOutcomes(administrator, "nothing")).rejects.toThrow(NotFound);
  });

  it("is nothing to the signed-in, and everything to a role without a permission", async ({
    viewer,
    run,
  }) => {
    await expect(listOutcomePeople(viewer, { runId: run.id, outcome: "added" })).resolves.toBeDefined();
    const nobody = { kind: "user", id: viewer.id, role: "nobody" as never } as const;
    await expect(listOutcomePeople(nobody, { runId: run.id, outcome: "added" })).rejects.toThrow(Forbidden);
    await expect(countOutcomes(nobody, run.id)).rejects.toThrow(Forbidden);
  });
});
