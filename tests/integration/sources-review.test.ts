import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { keepHouse } from "@/lib/housekeeping";
import { cancelImport } from "@/lib/sources/cancel-import";
import { confirmImport } from "@/lib/sources/confirm-import";
import { runImport } from "@/lib/sources/run-import";
import { startImport } from "@/lib/sources/start-import";
import { stagingTable } from "@/lib/sources/stage-rows";
import {
  allProfiles,
  applyImport,
  beginImport,
  countTraces,
  findImport,
  importFile,
  planFor,
  readFile,
  upload,
} from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { it } from "../support/workspace";

const first = "Id,Name,City\n1,Ann,Pécs\n2,Ben,Győr\n3,Cid,Vác\n4,Dot,Eger\n5,Eve,Makó\n";
// One new, one changed, one gone, three unchanged, one that cannot be read.
const second = "Id,Name,City\n2,Ben,Sopron\n3,Cid,Vác\n4,Dot,Eger\n5,Eve,Makó\n6,Flo,Baja\n,Nobody,Ózd\n";
const changes = { rowsNew: 1, rowsChanged: 1, rowsUnchanged: 3, rowsBad: 1 };

describe("a file for a source that has customers", () => {
  it("says what it will change, and changes nothing before somebody applies it", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const before = await allProfiles();
    const { importId } = await readFile(contributor, second, { key: "Id", sourceId, mode: "replace" });
    expect(await findImport(importId)).toMatchObject({ status: "review", ...changes, rowsGone: 1 });
    expect(await allProfiles()).toEqual(before);

    await applyImport(contributor, importId);
    expect(await findImport(importId)).toMatchObject({ status: "successful", ...changes, rowsGone: 1 });
    const people = await allProfiles();
    expect(Object.keys(people)).toEqual(["2", "3", "4", "5", "6"]);
    expect(people[2]).toMatchObject({ city: "Sopron" });
    expect(await countTraces()).toMatchObject({ uploads: 0, chunks: 0, staging: 0 });
  });

  it("keeps whom it does not name when it is not to replace them", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const { importId } = await readFile(contributor, second, { key: "Id", sourceId });
    expect(await findImport(importId)).toMatchObject({ mode: "upsert", ...changes, rowsGone: 0 });
    await applyImport(contributor, importId);
    expect(Object.keys(await allProfiles())).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  it("leaves everything as it was when it is dropped, the source's name and fields included", async ({
    contributor,
  }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id", name: "Shop" });
    const [source, people] = [await prisma().source.findFirst(), await allProfiles()];
    const file = "Id,Name,Phone\n1,Annie,123 456\n";
    const choices = { key: "Name", sourceId, name: "Till", mode: "replace" } as const;
    const { importId } = await readFile(contributor, file, choices);
    expect(await cancelImport(contributor, { importId })).toMatchObject({ ok: true });
    await keepHouse();
    expect(await findImport(importId)).toMatchObject({ status: "canceled" });
    expect(await prisma().source.findFirst()).toEqual(source);
    expect(await allProfiles()).toEqual(people);
    expect(await countTraces()).toMatchObject({ fields: 3, uploads: 0, chunks: 0, staging: 0 });
    expect(await confirmImport(contributor, { importId })).toMatchObject({ code: "import_decided" });
  });

  it("keeps out another until somebody has decided", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const { importId } = await readFile(contributor, second, { key: "Id", sourceId });
    const other = await planFor(contributor, await upload(contributor, first), { key: "Id", sourceId });
    expect(await startImport(contributor, other)).toMatchObject({ code: "import_in_review" });
    await applyImport(contributor, importId);
    expect(await startImport(contributor, other)).toMatchObject({ ok: true });
  });

  it("is merged once, however often it is applied", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const { importId } = await readFile(contributor, second, { key: "Id", sourceId });
    const answers = await Promise.all([1, 2, 3].map(() => confirmImport(contributor, { importId })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    await Promise.all([runImport(importId), runImport(importId)]);
    expect(await findImport(importId)).toMatchObject({ status: "successful", ...changes });
  });

  it("is read again when what was staged is lost", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const { importId } = await readFile(contributor, second, { key: "Id", sourceId });
    const { id, stagedEpoch } = await findImport(importId);
    // What PostgreSQL does with unlogged tables after a crash.
    await pool().query(`TRUNCATE ${stagingTable({ id, epoch: stagedEpoch ?? 0 })}`);
    await applyImport(contributor, importId);
    expect(await findImport(importId)).toMatchObject({ status: "successful", ...changes });
  });

  it("waits through the sweep for a day, and is dropped then", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const { importId } = await readFile(contributor, second, { key: "Id", sourceId });
    await keepHouse();
    expect(await findImport(importId)).toMatchObject({ status: "review" });
    expect(await countTraces()).toMatchObject({ uploads: 1, staging: 1 });
    await pool().query("UPDATE import SET staged_at = now() - interval '25 hours' WHERE id = $1", [importId]);
    await pool().query("UPDATE upload SET created_at = now() - interval '25 hours'");
    await keepHouse();
    expect(await findImport(importId)).toMatchObject({
      status: "canceled",
      problemCode: "review_expired",
    });
    expect(await countTraces()).toMatchObject({ uploads: 0, staging: 0 });
  });

  it("is invited again once it is confirmed", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const { importId } = await readFile(contributor, second, { key: "Id", sourceId });
    await pool().query("DELETE FROM pgboss.job");
    await confirmImport(contributor, { importId });
    expect(await waitingJobs("source.import")).toEqual([{ importId }]);
  });
});

describe("a replacement that takes away more than a fifth", () => {
  const rest = "Id,Name,City\n1,Ann,Pécs\n2,Ben,Győr\n3,Cid,Vác\n";

  it("asks for the very number first", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const { importId } = await readFile(contributor, rest, { key: "Id", sourceId, mode: "replace" });
    const question = { ok: false, code: "replace_drops_many", params: { gone: 2, percent: 40 } };
    expect(await confirmImport(contributor, { importId })).toEqual(question);
    expect(await confirmImport(contributor, { importId, agreedGone: 1 })).toEqual(question);
    expect(Object.keys(await allProfiles())).toHaveLength(5);
    expect(await confirmImport(contributor, { importId, agreedGone: 2 })).toMatchObject({ ok: true });
    await runImport(importId);
    expect(Object.keys(await allProfiles())).toEqual(["1", "2", "3"]);
  });

  it("is not asked about when the file only adds and changes", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const { importId } = await readFile(contributor, rest, { key: "Id", sourceId });
    expect(await confirmImport(contributor, { importId })).toMatchObject({ ok: true });
  });
});

describe("a column that changes its type far down the file", () => {
  const lines = (count: number, from: number, value: string) =>
    Array.from({ length: count }, (_, index) => `${from + index},${value}\n`).join("");

  it("is told with the first line and the number of lines, before anything is merged", async ({
    contributor,
  }) => {
    const file = `Id,Orders\n${lines(1_800, 1, "7")}${lines(200, 1_801, "many")}`;
    const { importId } = await readFile(contributor, file, { key: "Id" });
    expect(await findImport(importId)).toMatchObject({
      status: "review",
      rowsNew: 1_800,
      rowsBad: 200,
      badReasons: [{ code: "not_a_whole_number", column: "Orders", count: 200, firstLine: 1_802 }],
    });
    expect(await allProfiles()).toEqual({});
    await applyImport(contributor, importId);
    expect(Object.keys(await allProfiles())).toHaveLength(1_800);
  });

  it("does not hold a file up for a few lines", async ({ contributor }) => {
    const file = `Id,Orders\n${lines(1_800, 1, "7")}${lines(20, 1_801, "many")}`;
    const { importId } = await readFile(contributor, file, { key: "Id" });
    expect(await findImport(importId)).toMatchObject({ status: "successful", rowsBad: 20 });
  });
});

it("a key that comes twice is said once for each line, and counted with its reason", async ({
  contributor,
}) => {
  const { importId } = await readFile(contributor, "Id,Name\n1,Ann\n,Ben\n1,Cid\n2,Dot\n1,Eve\n", {
    key: "Id",
  });
  expect(await findImport(importId)).toMatchObject({ rowsNew: 2, rowsBad: 3 });
  const listed = await prisma().importBadLine.findMany({ orderBy: { line: "asc" } });
  expect(listed).toMatchObject([
    { line: 3, code: "key_missing", column: "Id" },
    { line: 4, code: "key_repeated", otherLine: 2 },
    { line: 6, code: "key_repeated", otherLine: 2 },
  ]);
  expect((await allProfiles())[1]).toMatchObject({ name: "Ann" });
});

it("a source that goes while its file waits takes everything with it", async ({ contributor }) => {
  const { sourceId } = await importFile(contributor, first, { key: "Id" });
  const { importId } = await beginImport(contributor, second, { key: "Id", sourceId });
  await runImport(importId);
  await prisma().source.delete({ where: { id: sourceId } });
  await runImport(importId);
  expect(await countTraces()).toMatchObject({ records: 0 });
});
