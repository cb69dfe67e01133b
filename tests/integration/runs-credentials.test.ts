import { describe, expect } from "vitest";
import { saveKey } from "@/lib/connections/save-key";
import { noteRefusal } from "@/lib/runs/connection-refusal";
import { doBatch } from "@/lib/runs/send/do-batch";
import { planRun } from "@/lib/runs/plan/plan-run";
import { loadRun } from "@/lib/runs/run-context";
import { acme, addSpareKey, asked, findRow, spareKey } from "../support/connections";
import { prepareExports, savedExport } from "../support/exports";
import { valueOf } from "../support/imports";
import {
  addressesOf,
  checkBooks,
  endWaits,
  hurry,
  hurryToEnd,
  importRoute,
  importsAsked,
  logOf,
  manyPeople,
  onList,
  pressRun,
  readRun,
  told,
  useQuickKlaviyo,
  useSmallBatches,
} from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
useSmallBatches(2);

const people = manyPeople(6);
const everybody = addressesOf(people);
const waiting = { status: "waiting", waitCode: "connection", waitUntil: null };
const isWaiting = ({ status }: { status: string }) => status === "waiting";

describe("A key", () => {
  it("revoked before the run lets it wait, and a new one lets it end well", async ({ administrator }) => {
    const { form, lists, connectionId } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.revokeKey(acme.id, "main");
    const runId = await pressRun(administrator, exportId);
    expect(await hurry(runId, isWaiting)).toMatchObject(waiting);
    expect(await findRow(connectionId)).toMatchObject({
      status: "needs_attention",
      attentionCode: "key_refused",
    });
    addSpareKey(klaviyo());
    valueOf(await saveKey(administrator, { connectionId, key: spareKey }));
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ added: 6 });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
    expect(await logOf(runId)).toEqual(expect.arrayContaining(["key_refused", "connection_mended"]));
  });

  it("revoked in the middle stops the run after the second 401; the new one sends only the rest (F20)", async ({
    administrator,
  }) => {
    const { form, lists, connectionId } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: { method: "POST", route: importRoute, nth: 2 },
      do: { kind: "revokeCredential" },
    });
    const runId = await pressRun(administrator, exportId);
    expect(await hurry(runId, isWaiting)).toMatchObject(waiting);
    expect(await findRow(connectionId)).toMatchObject({ attentionCode: "key_refused" });
    expect(importsAsked(klaviyo()).map(({ status }) => status)).toEqual([202, 401]);
    expect(asked(klaviyo()).at(-1)).toBe("GET /api/accounts");
    for (let rounds = 0; rounds < 3; rounds++) {
      await endWaits(runId);
      await doBatch();
    }
    expect(importsAsked(klaviyo())).toHaveLength(2);
    addSpareKey(klaviyo());
    valueOf(await saveKey(administrator, { connectionId, key: spareKey }));
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ added: 6 });
    expect(importsAsked(klaviyo()).filter(({ status }) => status === 202)).toHaveLength(3);
    expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
  });

  it("revoked while only answers are awaited needs attention too, and the new one ends the run (F20)", async ({
    administrator,
  }) => {
    const { form, lists, connectionId } = await prepareExports(klaviyo(), administrator, {
      people: manyPeople(2),
    });
    const exportId = await savedExport(administrator, form);
    const runId = await pressRun(administrator, exportId);
    await planRun(runId);
    await doBatch();
    klaviyo().control.revokeKey(acme.id, "main");
    expect(await hurry(runId, isWaiting)).toMatchObject(waiting);
    expect(await findRow(connectionId)).toMatchObject({
      status: "needs_attention",
      attentionCode: "key_refused",
    });
    addSpareKey(klaviyo());
    valueOf(await saveKey(administrator, { connectionId, key: spareKey }));
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("successful");
    expect(importsAsked(klaviyo())).toHaveLength(1);
    expect(onList(klaviyo(), lists.newsletter)).toEqual(addressesOf(manyPeople(2)));
  });

  it("refused before another one was saved says nothing about the new one, however late that is heard", async ({
    administrator,
  }) => {
    const { form, connectionId } = await prepareExports(klaviyo(), administrator, { people });
    const runId = await pressRun(administrator, await savedExport(administrator, form));
    const context = await loadRun(runId);
    addSpareKey(klaviyo());
    valueOf(await saveKey(administrator, { connectionId, key: spareKey }));
    klaviyo().control.addFault({
      match: { method: "GET", route: "/api/accounts" },
      do: { kind: "answer", status: 401 },
    });
    expect(await noteRefusal(context, { code: "key_refused" })).toBe(false);
    expect(await noteRefusal(context, { code: "scopes_missing" })).toBe(false);
    expect(await findRow(connectionId)).toMatchObject({ status: "active", attentionCode: null });
    expect(await noteRefusal(await loadRun(runId), { code: "key_refused" })).toBe(true);
  });

  it("refused once is asked about and goes on, at sends and at questions", async ({ administrator }) => {
    const { form, lists, connectionId } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    for (const method of ["POST", "GET"])
      klaviyo().control.addFault({
        match: { method, route: importRoute, nth: 2 },
        do: { kind: "answer", status: 401 },
      });
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ added: 6 });
    expect(await findRow(connectionId)).toMatchObject({ status: "active", attentionCode: null });
    expect(asked(klaviyo()).filter((route) => route === "GET /api/accounts").length).toBeGreaterThan(0);
    expect(await logOf(run.id)).not.toContain("key_refused");
    expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
  });
});

describe("A scope", () => {
  it("taken away is named, the run waits, and a key that has it ends the run (F20)", async ({
    administrator,
  }) => {
    const { form, lists, connectionId } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: { method: "POST", route: importRoute, nth: 2 },
      do: { kind: "dropScope", scope: "profiles:write" },
    });
    const runId = await pressRun(administrator, exportId);
    expect(await hurry(runId, isWaiting)).toMatchObject(waiting);
    expect(await findRow(connectionId)).toMatchObject({
      status: "needs_attention",
      attentionCode: "scopes_missing",
      attentionParams: { scopes: "profiles:write" },
    });
    expect(await logOf(runId)).toContain("scopes_missing");
    addSpareKey(klaviyo());
    valueOf(await saveKey(administrator, { connectionId, key: spareKey }));
    const run = checkBooks(await hurry(runId));
    expect(run.status).toBe("successful");
    expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
  });

  it("taken away while only answers are awaited is named too (F20)", async ({ administrator }) => {
    const { form, connectionId } = await prepareExports(klaviyo(), administrator, { people: manyPeople(2) });
    const exportId = await savedExport(administrator, form);
    klaviyo().control.addFault({
      match: { method: "GET", route: importRoute },
      do: { kind: "dropScope", scope: "lists:read" },
    });
    const runId = await pressRun(administrator, exportId);
    expect(await hurry(runId, isWaiting)).toMatchObject(waiting);
    expect(await findRow(connectionId)).toMatchObject({
      attentionCode: "scopes_missing",
      attentionParams: { scopes: "lists:read" },
    });
  });

  it("is not at fault when a page in front answers 403: the run tries again (F20)", async ({
    administrator,
  }) => {
    const { form, lists, connectionId } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    for (const method of ["POST", "GET"])
      klaviyo().control.addFault({
        match: { method, route: importRoute, nth: [1, 2] },
        do: { kind: "answer", status: 403, body: "html" },
      });
    const run = await hurryToEnd(administrator, exportId);
    expect(run.status).toBe("successful");
    expect(told(run.result)).toEqual({ added: 6 });
    expect(await findRow(connectionId)).toMatchObject({ status: "active", attentionCode: null });
    expect(onList(klaviyo(), lists.newsletter)).toEqual(everybody);
    expect(await readRun(run.id)).toMatchObject({ waitCode: null, waitUntil: null });
  });
});
