import { expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { prisma } from "@/lib/db";
import { previewExport } from "@/lib/exports/preview-export";
import { listExports } from "@/lib/exports/queries";
import { mappingSchema } from "@/lib/exports/schema";
import { installSampleConnection } from "@/lib/sample/install-connection";
import { installSampleExport } from "@/lib/sample/install-export";
import { installSample } from "@/lib/sample/install-sample";
import { countSample, hasSample, removeSample } from "@/lib/sample/remove-sample";
import { acme, useKlaviyo } from "../support/connections";
import { addLists, addRun, findExportRow, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo({ withApp: false });

/** The whole sample, as the first start of the practice mode makes it. */
async function install(administrator: UserActor) {
  const lists = addLists(klaviyo());
  await installSample(new Date("2026-11-23T12:00:00Z"));
  await installSampleConnection(administrator, acme.key);
  await installSampleExport(administrator);
  const row = await prisma().export.findFirstOrThrow();
  const segments = await prisma().segment.findMany({ orderBy: { name: "asc" } });
  const form = {
    name: "Mine",
    connectionId: row.connectionId ?? "",
    listId: lists.vip,
    identifierField: "e_mail",
    mapping: { fields: [], properties: [] },
    segmentIds: segments.slice(0, 1).map(({ id }) => id),
    excludedSegmentIds: [],
    leavers: "keep" as const,
    isScheduled: true,
  };
  return { lists, row, form };
}

it("practice mode has one export that is ready to run and can be removed with the sample", async ({
  administrator,
  contributor,
}) => {
  const { lists, row } = await install(administrator);
  expect(await listExports(contributor)).toMatchObject([
    {
      name: "Newsletter readers in Hungary to Klaviyo",
      listName: "Newsletter",
      status: "never_run",
      permission: "edit",
      isScheduled: true,
    },
  ]);
  expect(row).toMatchObject({ listId: lists.newsletter, leavers: "keep", isSample: true });
  const { segments } = await findExportRow(row.id);
  const preview = {
    ...row,
    mapping: mappingSchema.parse(row.mapping),
    segmentIds: segments.map(({ segmentId }) => segmentId),
    excludedSegmentIds: [],
    connectionId: row.connectionId ?? undefined,
  };
  const { valid, noEmail, invalidEmail, duplicate, limit, sample } = valueOf(
    await previewExport(contributor, preview),
  );
  expect(valid).toBeGreaterThan(100);
  expect(noEmail).toBeGreaterThan(0);
  expect(invalidEmail).toBeGreaterThan(0);
  expect(duplicate).toBeGreaterThan(0);
  expect(limit).toBe(100_000);
  const shown = sample.find(({ outcome, fields }) => outcome === "valid" && "phone_number" in fields);
  expect(Object.keys(shown?.fields ?? {})).toEqual([
    "first_name",
    "last_name",
    "phone_number",
    "location.city",
  ]);
  expect(Object.keys(shown?.properties ?? {}).toSorted()).toEqual(["Orders", "Total spent"]);

  const runId = await addRun(row.id, { status: "running" });
  expect(await countSample(administrator)).toMatchObject({ connections: 1, exports: 1, segments: 3 });
  expect(await removeSample(administrator)).toEqual({ ok: true, value: null });
  expect(await listExports(administrator)).toEqual([]);
  expect(await hasSample()).toBe(false);
  expect(await prisma().run.findUnique({ where: { id: runId } })).toMatchObject({
    cancelRequestedAt: expect.any(Date),
  });
});

it("an export of somebody's own keeps the sample's segments, and the sample with them", async ({
  administrator,
}) => {
  const { form } = await install(administrator);
  const own = await savedExport(administrator, form);
  expect(await removeSample(administrator)).toEqual({
    ok: false,
    code: "sample_in_use",
    params: { exports: "Mine" },
  });
  expect(await countSample(administrator)).toMatchObject({ connections: 1, exports: 1, segments: 3 });
  const { id } = await prisma().segment.create({ data: { name: "My own", definition: {} } });
  await savedExport(administrator, { ...form, exportId: own, segmentIds: [id] });
  expect(await removeSample(administrator)).toEqual({ ok: true, value: null });
  expect(await listExports(administrator)).toMatchObject([{ id: own, connection: null, status: "detached" }]);
});
