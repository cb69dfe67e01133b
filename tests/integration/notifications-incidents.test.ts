import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { keepHouse } from "@/lib/housekeeping";
import { announceIncident } from "@/lib/notifications/announce-incident";
import { forgetIncidents, raiseIncident, resolveIncident } from "@/lib/notifications/incidents";
import { markAllRead, markRead } from "@/lib/notifications/mark-read";
import { countUnread, getInbox, listChoices } from "@/lib/notifications/queries";
import { saveChoice } from "@/lib/notifications/save-choice";
import { enforceRetention } from "@/lib/retention/enforce-retention";
import { waitingJobs } from "../support/jobs";
import { announceAll } from "../support/notifications";
import { runScript, testSettings } from "../support/run-script";
import { addUser, it } from "../support/workspace";

async function addSource(name = "Shop"): Promise<string> {
  const { id } = await prisma().source.create({
    data: { name, kind: "postgresql", keyColumn: "id", columns: [] },
  });
  return id;
}

const failureOf = (objectId: string) => ({ kind: "source_failed", objectType: "source", objectId }) as const;
const raise = (sourceId: string) => prisma().$transaction((tx) => raiseIncident(tx, failureOf(sourceId)));
const resolve = (sourceId: string) => prisma().$transaction((tx) => resolveIncident(tx, failureOf(sourceId)));

/** What somebody finds in their inbox, oldest first. */
async function told(actor: UserActor): Promise<string[]> {
  const { items } = await getInbox(actor, "all");
  return items.map(({ told: one }) => `${one.kind}${one.isRecovery ? " over" : ""}`).reverse();
}

describe("An incident", () => {
  it("is told once, though two processes raise it twenty times", async ({ administrator }) => {
    const sourceId = await addSource();
    const options = { args: [sourceId, "10"], env: testSettings() };
    const script = "tests/support/raise-incident-script.ts";
    const ends = await Promise.all([runScript(script, options), runScript(script, options)]);
    expect(ends.map(({ code, output }) => [code, output])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    expect(await prisma().incident.count()).toBe(1);
    await Promise.all([announceAll(), announceAll()]);
    await announceAll();
    expect(await told(administrator)).toEqual(["source_failed"]);
  });

  it("is kept with the change it tells of, or not at all", async () => {
    const sourceId = await addSource();
    const change = inSqlTransaction(async (client) => {
      await raiseIncident(client, failureOf(sourceId));
      throw new Error("the change did not happen");
    });
    await expect(change).rejects.toThrow("did not happen");
    expect(await prisma().incident.count()).toBe(0);
    expect(await waitingJobs("notification.announce")).toEqual([]);
  });

  it("that is over is told to whoever was told of it, once, and to nobody else", async ({
    administrator,
    contributor,
    viewer,
  }) => {
    const sourceId = await addSource();
    await raise(sourceId);
    await announceAll();
    const late = await addUser("administrator");
    await resolve(sourceId);
    await resolve(sourceId);
    await Promise.all([announceAll(), announceAll()]);
    for (const actor of [administrator, contributor])
      expect(await told(actor)).toEqual(["source_failed", "source_failed over"]);
    for (const actor of [viewer, late]) expect(await told(actor)).toEqual([]);
  });

  it("begins anew when it happens again afterwards", async ({ administrator }) => {
    const sourceId = await addSource();
    for (let times = 0; times < 2; times++) {
      await raise(sourceId);
      await announceAll();
      await resolve(sourceId);
      await announceAll();
    }
    expect(await told(administrator)).toEqual([
      "source_failed",
      "source_failed over",
      "source_failed",
      "source_failed over",
    ]);
  });

  it("that was over before anybody was told is not told", async ({ administrator }) => {
    const sourceId = await addSource();
    await raise(sourceId);
    await resolve(sourceId);
    await announceAll();
    expect(await told(administrator)).toEqual([]);
  });

  it("about what is gone is closed and not told", async ({ administrator }) => {
    await raise(randomUUID());
    await announceAll();
    const sourceId = await addSource();
    await raise(sourceId);
    await announceAll();
    await inSqlTransaction((client) =>
      forgetIncidents(client, { objectType: "source", objectIds: [sourceId] }),
    );
    await announceAll();
    expect(await told(administrator)).toEqual(["source_failed"]);
    expect(await prisma().incident.count({ where: { openKey: { not: null } } })).toBe(0);
  });

  it("whose invitation was lost is announced by the sweep", async ({ administrator }) => {
    const sourceId = await addSource();
    await raise(sourceId);
    await pool().query("DELETE FROM pgboss.job");
    await pool().query("UPDATE incident SET raised_at = now() - interval '1 minute'");
    await keepHouse();
    const [job] = await waitingJobs("notification.announce");
    await announceIncident((job as { incidentId: string }).incidentId);
    expect(await told(administrator)).toEqual(["source_failed"]);
  });
});

describe("Who is told", () => {
  const connectionWith = (access: "administrators" | "contributors" | "chosen", userIds: string[] = []) =>
    prisma().connection.create({
      data: {
        name: `Newsletter ${randomUUID()}`,
        nameKey: randomUUID(),
        destination: "klaviyo",
        status: "active",
        access,
        users: { create: userIds.map((userId) => ({ userId })) },
      },
    });

  async function failRun(connectionId: string) {
    const row = await prisma().export.create({
      data: {
        name: "Readers",
        nameKey: randomUUID(),
        connectionId,
        destination: "klaviyo",
        listId: "abc123",
        listName: "Readers",
        identifierField: "email",
        mapping: {},
      },
    });
    await prisma().$transaction((tx) =>
      raiseIncident(tx, { kind: "run_failed", objectType: "export", objectId: row.id }),
    );
    await announceAll();
  }

  it("of an export, contributors only where its connection is shared with them", async ({
    administrator,
    contributor,
    viewer,
  }) => {
    const other = await addUser("contributor");
    const { id: chosen } = await connectionWith("chosen", [contributor.id]);
    await failRun(chosen);
    expect(await told(contributor)).toEqual(["run_failed"]);
    expect(await told(other)).toEqual([]);
    const { id: shared } = await connectionWith("contributors");
    await failRun(shared);
    expect(await told(other)).toEqual(["run_failed"]);
    const { id: closed } = await connectionWith("administrators");
    await failRun(closed);
    expect(await told(other)).toEqual(["run_failed"]);
    expect(await told(administrator)).toHaveLength(3);
    expect(await told(viewer)).toEqual([]);
  });

  it("of a connection, administrators only, and none who is disabled", async ({
    administrator,
    contributor,
  }) => {
    const gone = await addUser("administrator", { disabledAt: new Date() });
    const { id } = await connectionWith("contributors");
    await prisma().$transaction((tx) =>
      raiseIncident(tx, { kind: "connection_attention", objectType: "connection", objectId: id }),
    );
    await announceAll();
    expect(await told(administrator)).toEqual(["connection_attention"]);
    for (const actor of [contributor, gone]) expect(await told(actor)).toEqual([]);
  });

  it("is everybody's own choice, of what their role is told of", async ({ administrator, viewer }) => {
    const choice = { kind: "source_failed" as const, inApp: false, byEmail: false };
    await saveChoice(administrator, choice);
    await saveChoice(viewer, { ...choice, inApp: true });
    await raise(await addSource());
    await announceAll();
    expect(await told(administrator)).toEqual([]);
    expect(await told(viewer)).toEqual(["source_failed"]);
    const attention = { kind: "connection_attention" as const, inApp: true, byEmail: true };
    expect(await saveChoice(viewer, attention)).toMatchObject({ ok: false, code: "forbidden" });
    const kinds = (await listChoices(viewer)).choices.map(({ kind }) => kind);
    expect(kinds).toEqual(["run_failed", "run_held", "run_missed", "source_failed"]);
  });
});

describe("The inbox", () => {
  it("is the user's own, counts what is unread, and can be marked", async ({
    administrator,
    contributor,
  }) => {
    await raise(await addSource("Shop"));
    await raise(await addSource("Till"));
    await announceAll();
    const { items, unread } = await getInbox(administrator, "unread");
    expect(unread).toBe(2);
    expect(items.map(({ told: one }) => one.params.name)).toEqual(["Till", "Shop"]);
    const [newest] = items;
    await markRead(administrator, { notificationId: newest?.id ?? "", isRead: true });
    expect(await countUnread(administrator)).toEqual({ unread: 1 });
    expect((await getInbox(administrator, "unread")).items).toHaveLength(1);
    expect((await getInbox(administrator, "all")).items).toHaveLength(2);
    const others = { notificationId: newest?.id ?? "", isRead: false };
    await expect(markRead(contributor, others)).rejects.toThrow(NotFound);
    await markAllRead(administrator);
    expect(await countUnread(administrator)).toEqual({ unread: 0 });
    expect(await countUnread(contributor)).toEqual({ unread: 2 });
  });

  it("forgets what was over ninety days ago, and keeps what lasts and is unread", async ({
    administrator,
  }) => {
    const [over, lasting] = [await addSource("Over"), await addSource("Lasting")];
    for (const sourceId of [over, lasting]) await raise(sourceId);
    await announceAll();
    await resolve(over);
    await pool().query(
      `UPDATE incident SET resolved_at = resolved_at - interval '91 days', raised_at = now() - interval '92 days'`,
    );
    await pool().query("UPDATE notification SET created_at = now() - interval '92 days'");
    await enforceRetention();
    const names = (await getInbox(administrator, "all")).items.map(({ told: one }) => one.params.name);
    expect(names).toEqual(["Lasting"]);
  });
});
