import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { getExportFormOptions } from "@/lib/exports/form-options";
import { getExport, listExports } from "@/lib/exports/queries";
import { acme, useKlaviyo } from "../support/connections";
import { addLedger, addRun, prepareExports, savedExport } from "../support/exports";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo({ withApp: false });
const at = (time: string) => new Date(`2026-10-01T${time}:00Z`);

describe("the list of exports", () => {
  it("shows an export that never ran", async ({ administrator }) => {
    const { form, connectionId } = await prepareExports(klaviyo(), administrator);
    const id = await savedExport(administrator, form);
    expect(await listExports(administrator)).toEqual([
      {
        id,
        name: "Readers to Klaviyo",
        connection: { id: connectionId, name: "Newsletter" },
        destination: "klaviyo",
        status: "never_run",
        listName: "Newsletter",
        lastRun: null,
        refreshedAt: null,
        isScheduled: true,
        ownSchedule: null,
        systemRunAt: null,
        nextRun: { kind: "system_schedule_off" },
        permission: "edit",
        updatedAt: expect.stringMatching(/Z$/),
        updatedBy: "administrator",
        activeRunId: null,
      },
    ]);
  });

  it("shows the newest run, when one last went well, and the one that is active", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator);
    const id = await savedExport(administrator, form);
    await addRun(id, { status: "successful", createdAt: at("08:00"), finishedAt: at("08:05") });
    await addRun(id, { status: "completed_with_warnings", createdAt: at("09:00"), finishedAt: at("09:05") });
    await addRun(id, {
      status: "successful",
      mode: "leave_list",
      createdAt: at("09:30"),
      finishedAt: at("09:35"),
    });
    await addRun(id, { status: "failed", createdAt: at("10:00"), finishedAt: at("10:05") });
    const waiting = await addRun(id, { status: "waiting", createdAt: at("11:00") });
    const skipped = await addRun(id, { status: "skipped", createdAt: at("12:00"), finishedAt: at("12:01") });
    const facts = {
      status: "skipped",
      lastRun: { id: skipped, status: "skipped", at: at("12:01").toISOString() },
      refreshedAt: at("09:05").toISOString(),
      activeRunId: waiting,
    };
    expect(await listExports(administrator)).toMatchObject([facts]);
    expect(await getExport(administrator, id)).toMatchObject(facts);
  });

  it("comes within 100 ms with 1,000 exports and 10,000 runs", async ({ administrator }) => {
    const { form, connectionId } = await prepareExports(klaviyo(), administrator);
    const first = await savedExport(administrator, form);
    const ledgerId = await addLedger(first);
    await pool().query(
      `INSERT INTO export (id, name, name_key, connection_id, destination, list_id, list_name, identifier_field, mapping, updated_at)
       SELECT gen_random_uuid(), 'Export ' || n, 'export ' || n, $1, 'klaviyo', 'AbC123', 'Newsletter', 'email', '{}', now()
       FROM generate_series(1, 999) n`,
      [connectionId],
    );
    await pool().query(
      `INSERT INTO run (id, export_id, connection_id, account_id, list_id, ledger_id, reason, settings, status, expires_on, created_at, finished_at)
       SELECT gen_random_uuid(), e.id, $1, $2, e.list_id, $3, 'manual', '{}',
         (ARRAY['failed', 'skipped', 'successful'])[1 + n % 3]::"RunStatus", current_date, now() - n * interval '1 hour', now()
       FROM export e, generate_series(1, 10) n`,
      [connectionId, acme.id, ledgerId],
    );
    await pool().query("ANALYZE run, export");
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      expect(await listExports(administrator)).toHaveLength(1000);
      times.push(performance.now() - start);
    }
    // The fastest, since tests of other files may be at work beside this one.
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

describe("one export", () => {
  it("is shown with the names of everything it names", async ({ administrator, contributor }) => {
    const { form, staff, readers, connectionId, lists } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(contributor, { ...form, excludedSegmentIds: [staff] });
    await prisma().field.update({ where: { key: "orders" }, data: { name: "Number of orders" } });
    await prisma().field.delete({ where: { key: "first_name" } });
    expect(await getExport(administrator, exportId)).toEqual({
      id: exportId,
      name: "Readers to Klaviyo",
      destination: "klaviyo",
      status: "never_run",
      connection: {
        id: connectionId,
        name: "Newsletter",
        status: "active",
        accountName: acme.name,
        exportLimit: 100_000,
      },
      list: { id: lists.newsletter, name: "Newsletter" },
      identifierField: { key: "email", name: "email" },
      mapping: {
        fields: [{ to: "first_name", field: { key: "first_name", name: null } }],
        properties: [{ name: "Orders", field: { key: "orders", name: "Number of orders" } }],
      },
      segments: [{ id: readers, name: "Readers", members: 1, refreshStatus: "ready", isActive: true }],
      excludedSegments: [{ id: staff, name: "Staff", members: 0, refreshStatus: "ready", isActive: true }],
      leavers: "keep",
      isScheduled: true,
      ownSchedule: null,
      systemRunAt: null,
      isSample: false,
      permission: "edit",
      nextRun: { kind: "system_schedule_off" },
      lastRun: null,
      refreshedAt: null,
      activeRunId: null,
      createdAt: expect.stringMatching(/Z$/),
      createdBy: "contributor",
      updatedAt: expect.stringMatching(/Z$/),
      updatedBy: "contributor",
    });
  });
});

it("the form is offered connections, fields and segments, and the field that looks like the address", async ({
  administrator,
  contributor,
}) => {
  const { connectionId, readers, staff } = await prepareExports(klaviyo(), administrator);
  const options = await getExportFormOptions(contributor);
  expect(options.connections).toEqual([
    {
      id: connectionId,
      name: "Newsletter",
      destination: "klaviyo",
      accountName: acme.name,
      status: "active",
      exportLimit: 100_000,
    },
  ]);
  expect(options.suggestedIdentifier).toBe("email");
  expect(options.fields.map(({ key }) => key)).toContain("orders");
  expect(options.segments.map(({ id, members }) => ({ id, members }))).toEqual([
    { id: readers, members: 1 },
    { id: staff, members: 0 },
  ]);
});
