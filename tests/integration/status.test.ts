import { describe, expect, vi } from "vitest";
import { pool, prisma } from "@/lib/db";
import { keepHouse } from "@/lib/housekeeping";
import { getProgress, getStatus } from "@/lib/status/queries";
import { noteSystemTask } from "@/lib/status/system-tasks";
import { addRun, prepareExports, savedExport } from "../support/exports";
import { importFile } from "../support/imports";
import { useKlaviyo } from "../support/connections";
import { pressRefresh } from "../support/refreshes";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo({ withApp: false });

const wordsOf = async (actor: Parameters<typeof getStatus>[0]) =>
  Object.fromEntries((await getStatus(actor)).rows.map(({ id, name, word }) => [name ?? id, word]));

describe("the Status page", () => {
  it("says of what was never done that it has not started", async ({ viewer }) => {
    expect((await getStatus(viewer)).refresh).toBeNull();
    expect(await wordsOf(viewer)).toEqual({
      "system:unification": "not_started",
      "system:fields": "not_started",
      "system:search": "successful",
      "system:housekeeping": "not_started",
    });
  });

  it("says what Ferry does by itself, when it last did it, and that it failed", async ({ viewer }) => {
    await noteSystemTask("housekeeping", keepHouse);
    expect((await wordsOf(viewer))["system:housekeeping"]).toBe("successful");
    const fail = () => Promise.reject(new Error("The disk is full."));
    await expect(noteSystemTask("housekeeping", fail)).rejects.toThrow("The disk is full.");
    expect((await wordsOf(viewer))["system:housekeeping"]).toBe("failed");
    await pool().query("UPDATE system_task SET succeeded_at = now() - interval '1 hour'");
    const { row } = await getProgress(viewer, { taskId: "system:housekeeping" });
    expect(row).toMatchObject({ word: "failed", note: { code: "no_sweep" } });
  });

  it("tells how a file's import went and a run ended, with why and what was counted", async ({
    administrator,
    contributor,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(administrator, form);
    await addRun(exportId, { status: "held" });
    await importFile(contributor, "id,city\n1,Pécs\n2,Győr\n3,Vác\n", { key: "id" });
    expect(await wordsOf(administrator)).toMatchObject({ "Readers to Klaviyo": "processing" });
    const source = await prisma().source.findFirstOrThrow();
    const { work } = await getProgress(administrator, { taskId: `source:${source.id}` });
    expect(work[0]).toMatchObject({ why: { code: "file", name: "contributor" } });
    expect(work[0]?.counts).toContainEqual({ of: "rows", number: 3 });
    const { row } = await getProgress(administrator, { taskId: `export:${exportId}` });
    expect(row.note).toMatchObject({ code: "run_held" });
  });

  it("asks the database once a group, however much there is", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(administrator, form);
    await addRun(exportId, { status: "successful", finishedAt: new Date() });
    await pool().query(
      `INSERT INTO source (id, name, kind, key_column, columns, updated_at)
       SELECT gen_random_uuid(), 'Source ' || n, 'csv', 'id', '[]', now() FROM generate_series(1, 200) n`,
    );
    await pool().query(
      `INSERT INTO segment (id, name, definition, updated_at)
       SELECT gen_random_uuid(), 'Segment ' || n, definition, now() FROM segment, generate_series(1, 200) n
       WHERE name = 'Readers'`,
    );
    await pool().query(
      `INSERT INTO export (id, name, name_key, connection_id, destination, list_id, list_name, identifier_field, mapping, updated_at)
       SELECT gen_random_uuid(), 'Export ' || n, 'export ' || n, connection_id, destination, list_id, list_name,
         identifier_field, mapping, now() FROM export, generate_series(1, 200) n`,
    );
    await prisma().export.updateMany({ where: { id: { not: exportId } }, data: { isScheduled: false } });
    const refreshId = await pressRefresh(administrator);
    const asked = vi.spyOn(pool(), "query");
    const startedAt = performance.now();
    const { rows } = await getStatus(administrator);
    const ms = performance.now() - startedAt;
    // The refresh, each of the four groups, and which exports are on the system schedule.
    expect(asked.mock.calls.length).toBeLessThanOrEqual(6);
    asked.mockRestore();
    expect(rows.length).toBe(200 * 3 + 2 + 1 + 4);
    expect(ms).toBeLessThan(1_000);
    await pool().query("UPDATE refresh SET finished_at = now(), open_key = NULL WHERE id = $1", [refreshId]);
  });
});
