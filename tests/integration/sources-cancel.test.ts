import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { cancelImport } from "@/lib/sources/cancel-import";
import { removeSource } from "@/lib/sources/remove-source";
import { runImport } from "@/lib/sources/run-import";
import { holdLock } from "../support/hold-lock";
import { allProfiles, beginImport, countTraces, findImport, importFile, noTraces } from "../support/imports";
import { it } from "../support/workspace";

const file = "Id,Name\n1,Ann\n2,Ben\n2,Ben again\n";

describe("an import that is canceled keeps nothing", () => {
  it("while it waits", async ({ contributor }) => {
    const { importId } = await beginImport(contributor, file, { key: "Id" });
    expect(await cancelImport(contributor, { importId })).toMatchObject({ ok: true });
    await runImport(importId);
    const { status, finishedAt } = await findImport(importId);
    expect({ status, isOver: finishedAt !== null }).toEqual({ status: "canceled", isOver: true });
    expect(await countTraces()).toEqual(noTraces);
  });

  it.for([
    ["while the file is being read", "LOCK TABLE upload_chunk IN ACCESS EXCLUSIVE MODE"],
    ["while it is being merged", "LOCK TABLE source_record IN ACCESS EXCLUSIVE MODE"],
  ] as const)("%s", async ([, sql], { contributor }) => {
    const { importId } = await beginImport(contributor, file, { key: "Id" });
    await using door = await holdLock(sql);
    const running = runImport(importId);
    await door.untilBlocked();
    expect(await findImport(importId)).toMatchObject({ status: "running" });
    expect(await cancelImport(contributor, { importId })).toMatchObject({ ok: true });
    await door.release();
    await running;
    expect(await findImport(importId)).toMatchObject({ status: "canceled", rowsNew: 0 });
    expect(await countTraces()).toEqual(noTraces);
  });

  it("and leaves what earlier imports of the source brought", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, file, { key: "Id" });
    const before = await allProfiles();
    const again = "Id,Name\n1,Anna\n3,Cid\n";
    const { importId } = await beginImport(contributor, again, { key: "Id", sourceId });
    await using door = await holdLock("LOCK TABLE source_record IN ACCESS EXCLUSIVE MODE");
    const running = runImport(importId);
    await door.untilBlocked();
    await cancelImport(contributor, { importId });
    await door.release();
    await running;
    expect(await allProfiles()).toEqual(before);
  });
});

it("says that an import has ended already instead of canceling it", async ({ contributor }) => {
  const { importId } = await importFile(contributor, file, { key: "Id" });
  expect(await cancelImport(contributor, { importId })).toMatchObject({ ok: false, code: "import_over" });
  expect(await findImport(importId)).toMatchObject({ status: "successful", cancelRequested: false });
});

it("stops an import whose source is removed meanwhile, and keeps nothing of it", async ({ contributor }) => {
  const { importId, sourceId } = await beginImport(contributor, file, { key: "Id" });
  await using door = await holdLock("LOCK TABLE upload_chunk IN ACCESS EXCLUSIVE MODE");
  const running = runImport(importId);
  await door.untilBlocked();
  const removing = removeSource(contributor, { sourceId });
  await door.untilBlocked(2);
  await door.release();
  await Promise.all([running, removing]);
  expect(await prisma().import.count()).toBe(0);
  expect(await countTraces()).toEqual(noTraces);
});
