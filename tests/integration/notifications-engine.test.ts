import { describe, expect } from "vitest";
import { connect } from "@/lib/connections/connect";
import { removeConnection } from "@/lib/connections/remove-connection";
import { markAttention } from "@/lib/connections/mark-attention";
import { saveKey } from "@/lib/connections/save-key";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { advanceRun } from "@/lib/runs/advance-run";
import { cancelRun } from "@/lib/runs/cancel-run";
import { releaseRun } from "@/lib/runs/release-run";
import { stopRun } from "@/lib/runs/stop-run";
import { claimImport, leaveImport } from "@/lib/sources/import-lease";
import { acme, activeConnection, addSpareKey, spareKey } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { announceAll } from "../support/notifications";
import {
  hurryToEnd,
  importRoute,
  manyPeople,
  pressRun,
  runToEnd,
  useQuickKlaviyo,
  work,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();

/** All incidents, oldest first: what, and whether it is over. */
async function incidents(): Promise<string[]> {
  await announceAll();
  const rows = await prisma().incident.findMany({ orderBy: { raisedAt: "asc" } });
  return rows.map(({ kind, resolvedAt }) => `${kind}${resolvedAt ? " over" : ""}`);
}

const fail = (runId: string) =>
  inSqlTransaction(async (client) => {
    await stopRun(client, runId, {
      status: "failed",
      problem: { code: "list_missing", params: { list: "Readers" } },
    });
    await advanceRun(client, runId);
  });

describe("A run", () => {
  it("that fails for good is told with its reason, and its export's next success too", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await fail(runId);
    expect(await incidents()).toEqual(["run_failed"]);
    const incident = await prisma().incident.findFirstOrThrow();
    expect(incident.params).toMatchObject({ name: form.name, code: "list_missing", list: "Readers", runId });
    await fail(await pressRun(administrator, exportId));
    expect(await incidents()).toEqual(["run_failed"]);
    await runToEnd(administrator, exportId);
    expect(await incidents()).toEqual(["run_failed over"]);
  });

  it("that succeeds, waits or is canceled is told to nobody", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator);
    const exportId = await savedExport(administrator, form);
    await runToEnd(administrator, exportId);
    await cancelRun(administrator, { runId: await pressRun(administrator, exportId) });
    const submit = { method: "POST", route: importRoute, nth: 1 };
    klaviyo().control.addFault({ match: submit, do: { kind: "reset", at: "afterCommit" } });
    await hurryToEnd(administrator, exportId);
    expect(await incidents()).toEqual([]);
  });

  it("that is held is told with its numbers, until somebody released or canceled it", async ({
    administrator,
  }) => {
    const { form, readers } = await prepareExports(klaviyo(), administrator, { people: manyPeople(30) });
    const exportId = await savedExport(administrator, { ...form, leavers: "remove" });
    await runToEnd(administrator, exportId);
    const isHeld = ({ status }: { status: string }) => status === "held";
    const empty =
      "DELETE FROM segment_member WHERE segment_id = $1 AND profile_id IN (SELECT id FROM profile LIMIT 10)";
    await pool().query(empty, [readers]);
    const runId = await pressRun(administrator, exportId);
    await work(runId, isHeld);
    expect(await incidents()).toEqual(["run_held"]);
    const { params } = await prisma().incident.findFirstOrThrow();
    expect(params).toMatchObject({ reason: "many_removals", people: 10, of: 30, name: form.name });
    await releaseRun(administrator, { runId });
    expect(await incidents()).toEqual(["run_held over"]);
    await work(runId);
    await pool().query("DELETE FROM segment_member WHERE segment_id = $1", [readers]);
    const second = await pressRun(administrator, exportId);
    await work(second, isHeld);
    expect(await incidents()).toEqual(["run_held over", "run_held"]);
    await cancelRun(administrator, { runId: second });
    expect(await incidents()).toEqual(["run_held over", "run_held over"]);
  });
});

describe("A connection", () => {
  const attend = (connectionId: string) =>
    prisma().$transaction((tx) => markAttention(tx, connectionId, { code: "key_refused" }));

  it("that needs attention is told once, and that it works again", async ({ administrator }) => {
    const connectionId = await activeConnection(administrator);
    await attend(connectionId);
    await attend(connectionId);
    expect(await incidents()).toEqual(["connection_attention"]);
    addSpareKey(klaviyo());
    expect(await saveKey(administrator, { connectionId, key: spareKey })).toMatchObject({ ok: true });
    expect(await incidents()).toEqual(["connection_attention over"]);
  });

  it("whose key Klaviyo refuses when it is checked needs attention", async ({ administrator }) => {
    const connectionId = await activeConnection(administrator);
    klaviyo().control.revokeKey(acme.id, "main");
    expect(await connect(administrator, { connectionId })).toMatchObject({ ok: false, code: "key_refused" });
    expect(await incidents()).toEqual(["connection_attention"]);
  });

  it("that is removed has nothing open any more, and nothing that recovered", async ({ administrator }) => {
    const connectionId = await activeConnection(administrator);
    await attend(connectionId);
    await incidents();
    await removeConnection(administrator, { connectionId });
    expect(await incidents()).toEqual(["connection_attention over"]);
    expect(await prisma().notification.count()).toBe(1);
  });
});

describe("A source", () => {
  async function claimedImport(kind: "csv" | "postgresql") {
    const { id: sourceId } = await prisma().source.create({
      data: {
        name: kind,
        kind,
        keyColumn: "id",
        columns: [],
        ...(kind === "postgresql" && {
          database: {
            create: {
              addressCiphertext: "",
              host: "db",
              port: 5432,
              database: "shop",
              user: "reader",
              tableName: "customers",
            },
          },
        }),
      },
    });
    const { id } = await prisma().import.create({
      data: { sourceId, fileName: "", format: {}, keyColumn: "id", columns: [], totalBytes: 0 },
    });
    const job = await claimImport(id);
    if (!job) throw new Error("The import could not be claimed.");
    return job;
  }

  it("whose database cannot be read for good is told of, and not while it is tried again", async () => {
    const job = await claimedImport("postgresql");
    await leaveImport(job, "queued");
    expect(await incidents()).toEqual([]);
    const again = await claimImport(job.id);
    if (!again) throw new Error("The import could not be claimed again.");
    await leaveImport(again, "failed", { code: "source_host_unknown", params: { host: "db" } });
    expect(await incidents()).toEqual(["source_failed"]);
  });

  it("that is a file somebody uploads fails before their eyes, and is not told", async () => {
    await leaveImport(await claimedImport("csv"), "failed", { code: "csv_empty", params: {} });
    expect(await incidents()).toEqual([]);
  });
});
