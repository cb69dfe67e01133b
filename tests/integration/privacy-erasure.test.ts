import { createHmac } from "node:crypto";
import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { getErasure } from "@/lib/privacy/queries";
import { planRun } from "@/lib/runs/plan/plan-run";
import { encodeBatch } from "@/lib/runs/send/encode-batch";
import { claimBatch } from "@/lib/runs/send/claim-batch";
import { loadRun } from "@/lib/runs/run-context";
import { readMemberList } from "@/lib/segments/member-lists/read-member-list";
import { startMemberList } from "@/lib/segments/member-lists/start-member-list";
import { plainCsv } from "@/lib/sources/csv/collect-items";
import { push, tokenFor } from "../support/api";
import { erase } from "../support/erasures";
import { addLists, addSegment, savedExport } from "../support/exports";
import { activeConnection, auditedActions } from "../support/connections";
import { dumpHolding, tablesHolding } from "../support/find-in-database";
import { findImport, importFile, readFile, upload, valueOf } from "../support/imports";
import {
  checkBooks,
  hurry,
  hurryToEnd,
  importsAsked,
  onList,
  pressRun,
  told,
  useQuickKlaviyo,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

const anna = {
  key: "KEY-4711",
  email: "anna.torolt@example.com",
  name: "Törlendő Annamária",
  phone: "+36301234567",
};
const head = "Customer ID,E-mail,Name,Phone,City";
const lineOf = (city: string) => [anna.key, anna.email.toUpperCase(), anna.name, anna.phone, city].join(",");
const others = "C-1,bela@example.com,Nagy Béla,+36309999999,Pécs\nC-2,cili@example.com,Kis Cili,,Vác";
const file = (city: string) => `${head}\n${lineOf(city)}\n${others}\n`;
const marks = Object.values(anna);

async function sourced(administrator: UserActor) {
  const { sourceId } = await importFile(administrator, file("Győr"), { key: "Customer ID" });
  const lists = addLists(klaviyo());
  const connectionId = await activeConnection(administrator);
  const everybody = await addSegment("Everybody", [anna.key, "C-1", "C-2"]);
  const exportId = await savedExport(administrator, {
    name: "Readers",
    connectionId,
    listId: lists.newsletter,
    identifierField: "e_mail",
    mapping: {
      fields: [],
      properties: [
        { name: "Name", field: "name" },
        { name: "Phone", field: "phone" },
        { name: "City", field: "city" },
      ],
    },
    segmentIds: [everybody],
    excludedSegmentIds: [],
    leavers: "keep",
    isScheduled: false,
  });
  return { sourceId, lists, connectionId, everybody, exportId };
}

const found = () => tablesHolding(...marks);

/*
 * There is no pg_dump to rely on: PostgreSQL as npm brings it has none. `dumpHolding` copies out what one would write, every
 * row of every table of every schema, pg-boss's among them; `tablesHolding` unpacks the bodies of batches besides.
 */
describe("after a person is erased", () => {
  it("a dump of the whole database has no trace but the keyed hash, and it had many before", async ({
    administrator,
  }) => {
    const { sourceId, exportId, lists } = await sourced(administrator);
    await push(await tokenFor(administrator), {
      [anna.key]: { nickname: anna.name, "Other e-mail": anna.email },
    });
    klaviyo().control.addFault({
      match: { method: "POST", route: "/api/profile-bulk-import-jobs", nth: 1 },
      do: { kind: "rejectRows", rows: [0, 1, 2] },
    });
    await hurryToEnd(administrator, exportId);
    klaviyo().control.clearFaults();
    await hurryToEnd(administrator, exportId);
    await importFile(administrator, file("Szeged"), { key: "Customer ID", sourceId });
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    const batch = await claimBatch("00000000-0000-0000-0000-000000000001");
    await encodeBatch(await loadRun(runId), batch!);
    const { importId } = await readFile(administrator, file("Eger"), { key: "Customer ID", sourceId });
    expect((await findImport(importId)).status).toBe("review");
    const uploadId = await upload(administrator, `Address\n${anna.email}\n"unknown ${anna.key}"\n`);
    const { listId } = valueOf(
      await startMemberList(administrator, { uploadId, format: plainCsv, column: "Address", field: null }),
    );
    await readMemberList(listId);

    for (const mark of marks) expect(await tablesHolding(mark)).toContain("public.source_record");
    expect(await found()).toEqual(
      expect.arrayContaining([
        "packed bodies",
        "public.member_list_unknown",
        "public.profile",
        "public.upload_chunk",
        "run_data.item",
        "run_data.ledger_entry",
        "run_data.outcome",
      ]),
    );
    expect((await found()).some((name) => name.startsWith("staging."))).toBe(true);
    // Queues hold ids only; one that did not would be found.
    const { rows } = await pool().query<{ id: string }>(
      "INSERT INTO pgboss.job (name, data) VALUES ('run.plan', jsonb_build_object('who', $1::text)) RETURNING id",
      [anna.email],
    );
    const dumped = await dumpHolding(...marks);
    for (const place of ["public.profile", "public.upload_chunk", "run_data.ledger_entry"])
      expect(dumped).toContain(place);
    expect(dumped.filter((name) => name.startsWith("pgboss."))).not.toEqual([]);
    await pool().query("DELETE FROM pgboss.job WHERE id = $1", [rows[0]?.id]);

    const done = await erase(administrator, { value: ` ${anna.email.toUpperCase()} ` });
    expect(done).toMatchObject({ status: "done", subjectCiphertext: null });
    expect(await found()).toEqual([]);
    expect(await dumpHolding(...marks)).toEqual([]);
    expect(done.report).toMatchObject({
      customers: 1,
      memberships: 1,
      entries: 1,
      openRuns: 1,
      uploads: 1,
      listLines: 2,
      hashes: 2,
      sources: [{ name: "Customers", records: 1 }, { records: 1 }],
    });
    expect(done.report.runRows).toBeGreaterThan(2);
    expect(await findImport(importId)).toMatchObject({ status: "canceled", problemCode: "import_of_erased" });

    const key = Buffer.alloc(32, 2);
    const hash = createHmac("sha256", key).update(`address:${anna.email}`).digest();
    expect(await prisma().tombstone.count({ where: { hash } })).toBe(1);
    expect(await prisma().tombstone.count()).toBe(2);
    expect(await auditedActions()).toEqual(
      expect.arrayContaining(["privacy.request_erasure", "privacy.erased"]),
    );

    await pool().query("UPDATE run_batch SET state = 'pending' WHERE state = 'submitting'");
    klaviyo().control.clearLog();
    klaviyo().control.keepBodies(true);
    const run = checkBooks(await hurry(runId));
    expect(told(run.result)).toMatchObject({ erased: 1 });
    expect(JSON.stringify(importsAsked(klaviyo()))).not.toContain("torolt");
    expect(await found()).toEqual([]);
    expect(onList(klaviyo(), lists.newsletter)).toContain(anna.email);
  });

  it("by key reaches the same; another customer's address stays theirs", async ({ administrator }) => {
    const shared = `${head}\n${lineOf("Győr")}\nC-9,${anna.email},Other Person,,Vác\n`;
    await importFile(administrator, shared, { key: "Customer ID" });
    const { report } = await erase(administrator, { by: "key", value: anna.key });
    expect(report).toMatchObject({ customers: 1, hashes: 1 });
    const { rows } = await pool().query("SELECT key FROM profile");
    expect(rows).toEqual([{ key: "C-9" }]);
    expect(await tablesHolding(anna.key)).toEqual([]);
    expect(await tablesHolding(anna.name)).toEqual([]);
  });
});

const deletions = "/api/data-privacy-deletion-jobs";

describe("erasing at the destination", () => {
  it("asks Klaviyo to delete the profile, and says so", async ({ administrator }) => {
    const { exportId, connectionId } = await sourced(administrator);
    await hurryToEnd(administrator, exportId);
    const done = await erase(administrator, { value: anna.email, connectionIds: [connectionId] });
    expect(await prisma().erasureDeletion.findMany()).toMatchObject([{ state: "requested", code: null }]);
    expect(done.status).toBe("done");
    const log = klaviyo().control.log({ route: deletions });
    expect(log.map(({ status }) => status)).toEqual([202]);
  });

  it("asks again after an outage, and names a scope that is missing", async ({ administrator }) => {
    const { exportId, connectionId } = await sourced(administrator);
    await hurryToEnd(administrator, exportId);
    klaviyo().control.addFault({
      match: { route: deletions, nth: 1 },
      do: { kind: "answer", status: 503 },
    });
    await erase(administrator, { value: anna.email, connectionIds: [connectionId] });
    expect(await prisma().erasureDeletion.findMany()).toMatchObject([{ state: "requested", attempts: 1 }]);
    klaviyo().control.clearFaults();
    klaviyo().control.addFault({
      match: { route: deletions, nth: 1 },
      do: { kind: "dropScope", scope: "data-privacy:write" },
    });
    const { id } = await erase(administrator, { value: "bela@example.com", connectionIds: [connectionId] });
    const { deletions: told } = await getErasure(administrator, { erasureId: id });
    expect(told).toMatchObject([{ state: "failed", code: "scope_missing", scope: "data-privacy:write" }]);
  });

  it("is said to know nobody where Klaviyo does not", async ({ administrator }) => {
    const { connectionId } = await sourced(administrator);
    await erase(administrator, { value: anna.email, connectionIds: [connectionId] });
    expect(await prisma().erasureDeletion.findMany()).toMatchObject([{ state: "unknown" }]);
  });
});
