import { describe, expect } from "vitest";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { removeSource } from "@/lib/sources/remove-source";
import { runImport } from "@/lib/sources/run-import";
import { startImport } from "@/lib/sources/start-import";
import { holdLock } from "../support/hold-lock";
import {
  allProfiles,
  beginImport,
  countTraces,
  findImport,
  importFile,
  planFor,
  upload,
  valueOf,
} from "../support/imports";
import { it } from "../support/workspace";

const file = "Id,Name\n1,Ann\n";

describe("starting an import", () => {
  it("refuses a name that another source has, at the name", async ({ contributor }) => {
    await importFile(contributor, file, { key: "Id", name: "Shop" });
    const again = await planFor(contributor, await upload(contributor, file), { key: "Id", name: "Shop" });
    expect(await startImport(contributor, again)).toMatchObject({
      ok: false,
      code: "invalid",
      fields: { name: { code: "name_taken" } },
    });
    expect(await prisma().import.count()).toBe(1);

    const { sourceId } = valueOf(await startImport(contributor, { ...again, name: "Till" }));
    await runImport((await prisma().import.findFirstOrThrow({ where: { sourceId } })).id);
    const renamed = await planFor(contributor, await upload(contributor, file), {
      key: "Id",
      name: "Shop",
      sourceId,
    });
    expect(await startImport(contributor, renamed)).toMatchObject({
      fields: { name: { code: "name_taken" } },
    });
  });

  it("takes an upload once", async ({ contributor }) => {
    const plan = await planFor(contributor, await upload(contributor, file), { key: "Id", name: "One" });
    valueOf(await startImport(contributor, plan));
    expect(await startImport(contributor, { ...plan, name: "Two" })).toMatchObject({ code: "upload_used" });
    expect(await prisma().source.count()).toBe(1);
  });

  it("takes an upload once, also when two ask at the same moment", async ({ contributor }) => {
    const plan = await planFor(contributor, await upload(contributor, file), { key: "Id" });
    await using door = await holdLock("LOCK TABLE upload IN ACCESS EXCLUSIVE MODE");
    const both = ["One", "Two"].map((name) => startImport(contributor, { ...plan, name }));
    await door.untilBlocked(2);
    await door.release();
    const results = await Promise.all(both);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ code: "upload_used" });
    expect(await prisma().import.count()).toBe(1);
  });

  it("refuses a second import while the source has one under way", async ({ contributor }) => {
    const { sourceId, importId } = await beginImport(contributor, file, { key: "Id" });
    const second = await planFor(contributor, await upload(contributor, file), { key: "Id", sourceId });
    expect(await startImport(contributor, second)).toMatchObject({ code: "import_under_way" });
    await runImport(importId);
    expect(await startImport(contributor, second)).toMatchObject({ ok: true });
  });

  it("starts one import when two files come for one source at the same moment", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, file, { key: "Id" });
    const choices = { key: "Id", sourceId };
    const plans = [
      await planFor(contributor, await upload(contributor, file), choices),
      await planFor(contributor, await upload(contributor, file), choices),
    ];
    await using door = await holdLock("LOCK TABLE upload IN ACCESS EXCLUSIVE MODE");
    const both = plans.map((plan) => startImport(contributor, plan));
    await door.untilBlocked(2);
    await door.release();
    const results = await Promise.all(both);
    expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ code: "import_under_way" });
  });

  it("finds no source under an id that has none", async ({ contributor }) => {
    const sourceId = "00000000-0000-7000-8000-000000000000";
    const plan = await planFor(contributor, await upload(contributor, file), { key: "Id", sourceId });
    await expect(startImport(contributor, plan)).rejects.toThrow(NotFound);
  });
});

describe("two sources that know the same people", () => {
  const shop = "Id,Name,City\n1,Ann of the shop,Pécs\n2,Ben,\n";
  const till = "Id,Name,Phone\n1,Ann of the till,123 456\n3,Cid,\n";

  it("are merged by their order: the earlier one wins where both speak", async ({ contributor }) => {
    await importFile(contributor, shop, { key: "Id", name: "Shop" });
    await importFile(contributor, till, { key: "Id", name: "Till" });
    const people = await allProfiles();
    expect(Object.keys(people)).toEqual(["1", "2", "3"]);
    expect(people[1]).toMatchObject({ name: "Ann of the shop", city: "Pécs", phone: "123 456" });
  });

  it("lose one: what the other says stays, and whom only it knew goes", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, shop, { key: "Id", name: "Shop" });
    await importFile(contributor, till, { key: "Id", name: "Till" });
    expect(await removeSource(contributor, { sourceId })).toMatchObject({ ok: true });
    const people = await allProfiles();
    expect(Object.keys(people)).toEqual(["1", "3"]);
    expect(people[1]).toMatchObject({ name: "Ann of the till", phone: "123 456" });
    expect(people[1]).not.toHaveProperty("city");
    await expect(removeSource(contributor, { sourceId })).rejects.toThrow(NotFound);
  });
});

it("a source that goes takes its waiting import and the file with it", async ({ contributor }) => {
  const { sourceId, importId } = await beginImport(contributor, file, { key: "Id" });
  await removeSource(contributor, { sourceId });
  await runImport(importId);
  await expect(findImport(importId)).rejects.toThrow();
  expect(await countTraces()).toMatchObject({ profiles: 0, uploads: 0, chunks: 0, staging: 0 });
});
