import { once } from "node:events";
import { describe, expect } from "vitest";
import type { Import } from "@/generated/prisma/client";
import { pool, prisma } from "@/lib/db";
import { keepHouse } from "@/lib/housekeeping";
import { Superseded, claimImport, leaveImport, reportProgress } from "@/lib/sources/import-lease";
import { runImport } from "@/lib/sources/run-import";
import { holdLock } from "../support/hold-lock";
import { allProfiles, beginImport, countTraces, findImport, noTraces } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { startScript, testSettings } from "../support/run-script";
import { it } from "../support/workspace";

const file = "Id,Name\n1,Ann\n2,Ben\n2,Ben again\n,Nobody\n";
const result = { status: "successful", rowsNew: 2, rowsBad: 2, rowsRead: 4 };

/** As if the worker that holds the import had been silent for a minute. */
async function silence(importId: string): Promise<void> {
  await pool().query("UPDATE import SET heartbeat_at = now() - interval '1 minute' WHERE id = $1", [
    importId,
  ]);
}

async function claim(importId: string): Promise<Import> {
  const job = await claimImport(importId);
  if (!job) throw new Error(`Import ${importId} could not be claimed.`);
  return job;
}

describe("a claim", () => {
  it("is had by one of many who ask at once", async ({ contributor }) => {
    const { importId } = await beginImport(contributor, file, { key: "Id" });
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimImport(importId)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await findImport(importId)).toMatchObject({ status: "running", epoch: 1 });
  });

  it("that was renewed lately is not taken over", async ({ contributor }) => {
    const { importId } = await beginImport(contributor, file, { key: "Id" });
    await claim(importId);
    await runImport(importId);
    expect(await findImport(importId)).toMatchObject({ status: "running", epoch: 1 });
    expect(await allProfiles()).toEqual({});
  });

  it("of a silent worker is taken over, and the import done anew", async ({ contributor }) => {
    const { importId } = await beginImport(contributor, file, { key: "Id" });
    const dead = await claim(importId);
    await reportProgress(dead, { readBytes: 3, rows: 1, bad: 1 });
    await silence(importId);
    await runImport(importId);
    expect(await findImport(importId)).toMatchObject({ ...result, epoch: 2 });
    expect(Object.keys(await allProfiles())).toEqual(["1", "2"]);
  });

  it("that was lost changes nothing any more", async ({ contributor }) => {
    const { importId } = await beginImport(contributor, file, { key: "Id" });
    const old = await claim(importId);
    await silence(importId);
    await claim(importId);
    const before = await findImport(importId);
    await expect(reportProgress(old, { readBytes: 9, rows: 9, bad: 9 })).rejects.toThrow(Superseded);
    for (const status of ["queued", "failed", "canceled"] as const)
      expect(await leaveImport(old, status)).toBe(false);
    expect(await findImport(importId)).toEqual(before);
  });
});

it("a worker that wakes up after its import was taken over and done changes nothing", async ({
  contributor,
}) => {
  const { importId } = await beginImport(contributor, file, { key: "Id" });
  await using door = await holdLock("LOCK TABLE upload_chunk IN ACCESS EXCLUSIVE MODE");
  const env = { ...testSettings(), LOG_LEVEL: "silent" };
  const zombie = startScript("tests/support/run-import-script.ts", { args: [importId], env });
  await door.untilBlocked();
  zombie.child.kill("SIGSTOP");
  await door.release();
  await silence(importId);

  await runImport(importId);
  const [done, people] = [await findImport(importId), await allProfiles()];
  expect(done).toMatchObject({ ...result, epoch: 2 });

  zombie.child.kill("SIGCONT");
  await once(zombie.child, "exit");
  expect(await findImport(importId)).toEqual(done);
  expect(await allProfiles()).toEqual(people);
  expect(await prisma().importBadLine.count({ where: { importId } })).toBe(2);
  expect(await countTraces()).toMatchObject({ profiles: 2, staging: 0, uploads: 0 });
});

it("a file of which a part is gone is never taken for a shorter one, and five attempts are enough", async ({
  contributor,
}) => {
  const long = `Id,Name\n${Array.from({ length: 3_000 }, (_, index) => `${index},${"x".repeat(1_000)}\n`).join("")}`;
  const { importId } = await beginImport(contributor, long, { key: "Id" });
  await pool().query("DELETE FROM upload_chunk WHERE seq = 2");
  for (let attempt = 1; attempt <= 5; attempt++) {
    await expect(runImport(importId)).rejects.toThrow(/^Upload .+ ended after \d+ of \d+ bytes\.$/);
    const status = attempt < 5 ? "queued" : "failed";
    expect(await findImport(importId)).toMatchObject({ status, epoch: attempt });
  }
  expect(await findImport(importId)).toMatchObject({ problemCode: "import_gave_up" });
  expect(await countTraces()).toEqual(noTraces);
});

describe("housekeeping", () => {
  it("invites again to imports whose invitation was lost or whose worker is silent", async ({
    contributor,
  }) => {
    const names = ["fresh", "lost", "held", "silent"];
    const imports = await Promise.all(
      names.map((name) => beginImport(contributor, file, { key: "Id", name })),
    );
    const [, lost, held, silent] = imports.map(({ importId }) => importId) as [
      string,
      string,
      string,
      string,
    ];
    await pool().query("DELETE FROM pgboss.job");
    await pool().query("UPDATE import SET created_at = now() - interval '2 minutes' WHERE id = $1", [lost]);
    await claim(held);
    await claim(silent);
    await silence(silent);
    await keepHouse();
    await keepHouse();
    const invited = (await waitingJobs("source.import")) as { importId: string }[];
    expect(invited.map(({ importId }) => importId).toSorted()).toEqual([lost, silent].toSorted());
  });

  it("drops staged rows that no running import will ever merge, and no others", async ({ contributor }) => {
    const { importId } = await beginImport(contributor, file, { key: "Id" });
    await pool().query("CREATE UNLOGGED TABLE staging.import_00000000000070008000000000000000_1 (key text)");
    await using door = await holdLock("LOCK TABLE source_record IN ACCESS EXCLUSIVE MODE");
    const running = runImport(importId);
    await door.untilBlocked();
    await keepHouse();
    await door.release();
    await running;
    expect(await findImport(importId)).toMatchObject(result);
    expect(await countTraces()).toMatchObject({ staging: 0 });
  });

  it("drops sessions, throttles and set-up links that are over", async ({ contributor }) => {
    const past = new Date(Date.now() - 2 * 86_400_000);
    const future = new Date(Date.now() + 86_400_000);
    for (const [index, expiresAt] of [past, future].entries()) {
      const tokenHash = `hash ${index}`;
      await prisma().session.create({ data: { userId: contributor.id, tokenHash, expiresAt } });
      await prisma().setupLink.create({ data: { tokenHash, expiresAt } });
      await prisma().attemptBucket.create({
        data: { key: tokenHash, usedAt: index ? new Date() : past },
      });
    }
    await keepHouse();
    expect(await prisma().session.findMany({ select: { tokenHash: true } })).toEqual([
      { tokenHash: "hash 1" },
    ]);
    expect(await prisma().setupLink.findMany({ select: { tokenHash: true } })).toEqual([
      { tokenHash: "hash 1" },
    ]);
    expect(await prisma().attemptBucket.findMany({ select: { key: true } })).toEqual([{ key: "hash 1" }]);
  });
});
