import { describe, expect } from "vitest";
import { revokeToken } from "@/lib/api/revoke-token";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { askAbout, askRun, call, runTokenFor, tokenFor, tokenRow } from "../support/api";
import { expectDocumented } from "../support/api-document";
import { prepareExports, savedExport } from "../support/exports";
import { checkBooks, hurry, importsAsked, manyPeople, readRun, useQuickKlaviyo } from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
const people = manyPeople(4);
const key = (value: string) => ({ headers: { "idempotency-key": value } });

interface Started {
  runId: string;
  isNew: boolean;
}
const startedBy = async (response: Response) => (await response.json()) as Started;

describe("a program with exports:run", () => {
  it("runs an export, and is told how it ended in numbers", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const token = await runTokenFor(administrator);
    const { runId, isNew } = await startedBy(await askRun(exportId, {}, { token }));
    expect(isNew).toBe(true);
    const before = (await (await askAbout(runId, { token })).json()) as object;
    expect(before).toMatchObject({ runId, exportId, status: "queued", isOver: false, outcomes: null });
    checkBooks(await hurry(runId));
    const told = await (await askAbout(runId, { token })).text();
    expect(JSON.parse(told)).toMatchObject({
      status: "successful",
      isOver: true,
      members: 4,
      outcomes: { added: 4, rejected: 0 },
      problem: null,
    });
    expect(told).not.toContain("@");
    const { id } = await tokenRow(token);
    expect(await readRun(runId)).toMatchObject({ reason: "api", startedById: null, apiTokenId: id });
    const [event] = await prisma().auditEvent.findMany({ where: { action: "run.start" } });
    expect(event).toMatchObject({ actorKind: `system:api_token:${id}`, objectId: runId });
  });

  it("that retries with one idempotency key gets one run, also once that is over (F25)", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const token = await runTokenFor(administrator);
    const ask = () => askRun(exportId, { mode: "full" }, { token, ...key("nightly-1") });
    const responses = await Promise.all(Array.from({ length: 20 }, ask));
    const answers = await Promise.all(responses.map(startedBy));
    const runId = answers[0]?.runId ?? "";
    expect(answers).toEqual(answers.map(() => ({ runId, isNew: true })));
    const replayed = responses.filter(({ headers }) => headers.get("idempotency-replayed") === "true");
    expect(replayed).toHaveLength(19);
    checkBooks(await hurry(runId));
    expect(await startedBy(await ask())).toEqual({ runId, isNew: true });
    expect(await prisma().run.count()).toBe(1);
    expect(importsAsked(klaviyo())).toHaveLength(1);
    const other = await startedBy(await askRun(exportId, { mode: "full" }, { token, ...key("nightly-2") }));
    expect(other.isNew).toBe(true);
    expect(other.runId).not.toBe(runId);
  });

  it("gets the run under way, whoever began it", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const token = await runTokenFor(administrator);
    const first = await startedBy(await askRun(exportId, {}, { token }));
    expect(await startedBy(await askRun(exportId, {}, { token }))).toEqual({ ...first, isNew: false });
  });

  it("does not use a key for another export, or another way of running it", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const token = await runTokenFor(administrator);
    await askRun(exportId, {}, { token, ...key("k") });
    const elsewhere = crypto.randomUUID();
    expect((await askRun(elsewhere, {}, { token, ...key("k") })).status).toBe(422);
    expect((await askRun(exportId, { mode: "full" }, { token, ...key("k") })).status).toBe(422);
  });

  it("is told why an export cannot run, and the key stays free", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const token = await runTokenFor(administrator);
    await prisma().export.update({ where: { id: exportId }, data: { connectionId: null } });
    const refused = await askRun(exportId, {}, { token, ...key("k") });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      type: "urn:ferry:problem:cannot_run",
      reason: "connection_detached",
    });
    const { connectionId } = form;
    await prisma().export.update({ where: { id: exportId }, data: { connectionId } });
    expect((await askRun(exportId, {}, { token, ...key("k") })).status).toBe(200);
  });

  it("pushes nobody, and one that pushes runs nothing", async ({ administrator }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const runs = await runTokenFor(administrator);
    expect((await tokenRow(runs)).sourceId).toBeNull();
    expect((await call("POST", { profiles: [{ key: "a", attributes: {} }] }, { token: runs })).status).toBe(
      403,
    );
    const pushes = await tokenFor(administrator, { scopes: ["profiles:write"] });
    expect((await askRun(exportId, {}, { token: pushes })).status).toBe(403);
    expect((await askAbout(crypto.randomUUID(), { token: pushes })).status).toBe(403);
    expect(await prisma().run.count()).toBe(0);
  });

  it("starts nothing once its token is revoked, not even what it asked for before", async ({
    administrator,
  }) => {
    const { form } = await prepareExports(klaviyo(), administrator, { people });
    const exportId = await savedExport(administrator, form);
    const token = await runTokenFor(administrator);
    await askRun(exportId, {}, { token, ...key("k") });
    await revokeToken(administrator, { tokenId: (await tokenRow(token)).id });
    expect((await askRun(exportId, {}, { token, ...key("k") })).status).toBe(401);
  });
});

describe("runs", () => {
  const runs = "/api/v1/exports/{exportId}/runs";

  async function anExport(actor: UserActor): Promise<string> {
    const { form } = await prepareExports(klaviyo(), actor, { people: manyPeople(2) });
    return savedExport(actor, form);
  }

  it("are started and refused as documented", async ({ administrator }) => {
    const exportId = await anExport(administrator);
    const token = await runTokenFor(administrator);
    const provoke: [status: number, response: Response][] = [
      [200, await askRun(exportId, {}, { token, ...key("k") })],
      [200, await askRun(exportId, {}, { token, ...key("k") })],
      [400, await askRun(exportId, { mode: "retry" }, { token })],
      [401, await askRun(exportId, {}, {})],
      [403, await askRun(exportId, {}, { token: await tokenFor(administrator) })],
      [404, await askRun(crypto.randomUUID(), {}, { token })],
      [404, await askRun("no-id", {}, { token })],
      [415, await askRun(exportId, {}, { token, headers: { "content-type": "text/plain" } })],
      [422, await askRun(exportId, { mode: "full" }, { token, ...key("k") })],
    ];
    await pool().query("UPDATE export SET connection_id = NULL");
    provoke.push([409, await askRun(exportId, {}, { token })]);
    for (const [status, response] of provoke) {
      expect(response.status).toBe(status);
      await expectDocumented(response, "POST", runs);
    }
  });

  it("are told of as documented", async ({ administrator }) => {
    const exportId = await anExport(administrator);
    const token = await runTokenFor(administrator);
    const { runId } = (await (await askRun(exportId, {}, { token })).json()) as { runId: string };
    await pool().query(
      "UPDATE run SET status = 'failed', problem_code = 'list_gone', finished_at = now() WHERE id = $1",
      [runId],
    );
    const answers: [status: number, response: Response][] = [
      [200, await askAbout(runId, { token })],
      [401, await askAbout(runId)],
      [403, await askAbout(runId, { token: await tokenFor(administrator) })],
      [404, await askAbout(crypto.randomUUID(), { token })],
    ];
    for (const [status, response] of answers) {
      expect(response.status).toBe(status);
      await expectDocumented(response, "GET", "/api/v1/runs/{runId}");
    }
  });
});
