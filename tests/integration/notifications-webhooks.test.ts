import { Webhook } from "standardwebhooks";
import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { Forbidden, NotFound } from "@/lib/errors";
import { keepHouse } from "@/lib/housekeeping";
import { raiseIncident, resolveIncident } from "@/lib/notifications/incidents";
import { MOST_ATTEMPTS } from "@/lib/notifications/outbox/backoff";
import { deliver } from "@/lib/notifications/outbox/deliver";
import { sendAgain } from "@/lib/notifications/outbox/send-again";
import { getInbox, listDeliveries, listWebhooks } from "@/lib/notifications/queries";
import { incidentKinds } from "@/lib/notifications/schema";
import {
  changeWebhook,
  createWebhook,
  removeWebhook,
  renewWebhookSecret,
  setWebhook,
} from "@/lib/notifications/webhooks/save-webhook";
import { sendTestEvent } from "@/lib/notifications/webhooks/send-test-event";
import { auditedActions } from "../support/connections";
import { valueOf } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { announceAll, endDeliveryWaits, sendAll, startReceiver } from "../support/notifications";
import { startScript, testSettings } from "../support/run-script";
import { it } from "../support/workspace";

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

async function failingSource(name = "Shop") {
  const { id } = await prisma().source.create({
    data: { name, kind: "postgresql", keyColumn: "id", columns: [] },
  });
  return { kind: "source_failed", objectType: "source", objectId: id } as const;
}

async function raise(failure: Awaited<ReturnType<typeof failingSource>>) {
  await prisma().$transaction((tx) => raiseIncident(tx, { ...failure, params: { importId: "1" } }));
  await announceAll();
}

const add = async (actor: UserActor, receiver: Receiver, change: object = {}) =>
  valueOf(
    await createWebhook(actor, { name: "Alerts", url: receiver.url, kinds: [...incidentKinds], ...change }),
  );

const newest = async (actor: UserActor) => (await listDeliveries(actor))[0];

describe("A webhook", () => {
  it("is posted with a signature that the library of Standard Webhooks verifies, and again when it is over", async ({
    administrator,
  }) => {
    const receiver = await startReceiver();
    const { secret } = await add(administrator, receiver);
    const failure = await failingSource();
    await raise(failure);
    await sendAll();
    await prisma().$transaction((tx) => resolveIncident(tx, failure));
    await sendAll();
    const events = receiver.posted.map(({ body, headers }) => new Webhook(secret).verify(body, headers));
    expect(events).toMatchObject([
      {
        type: "source.failed",
        data: {
          object: { type: "source", id: failure.objectId, name: "Shop" },
          details: { importId: "1" },
          url: `http://localhost:3000/data/sources/${failure.objectId}`,
        },
      },
      { type: "source.failed.recovered" },
    ]);
    expect(receiver.posted[0]?.headers["content-type"]).toBe("application/json");
    expect(await newest(administrator)).toMatchObject({ state: "sent", attempts: 1, responseCode: 204 });
  });

  it("goes only where its kind was asked for, and nowhere that is turned off", async ({ administrator }) => {
    const receiver = await startReceiver();
    await add(administrator, receiver, { kinds: ["run_failed"] });
    const { endpointId } = await add(administrator, receiver);
    await setWebhook(administrator, { endpointId, isOn: false });
    await raise(await failingSource());
    await sendAll();
    expect(receiver.posted).toEqual([]);
  });

  it("that is not taken is tried again with the same id, and what is answered is not kept", async ({
    administrator,
  }) => {
    const receiver = await startReceiver();
    await add(administrator, receiver);
    receiver.answer = (response) => void response.writeHead(503).end("our secret trouble");
    await raise(await failingSource());
    await sendAll();
    const waiting = await newest(administrator);
    expect(waiting).toMatchObject({ state: "pending", attempts: 1, responseCode: 503 });
    expect(new Date(waiting?.nextAttemptAt ?? 0).getTime()).toBeGreaterThan(Date.now() + 2_000);
    await sendAll();
    expect(receiver.posted).toHaveLength(1);
    receiver.answer = (response) => void response.writeHead(200).end("ok");
    await endDeliveryWaits();
    await sendAll();
    expect(await newest(administrator)).toMatchObject({ state: "sent", attempts: 2, responseCode: 200 });
    const [first, second] = receiver.posted;
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.body).toBe(first?.body);
    const { rows } = await pool().query("SELECT d::text AS kept FROM notification_delivery d");
    expect(JSON.stringify(rows)).not.toContain("trouble");
  });

  it("that nobody takes for a day turns its endpoint off, and administrators are told", async ({
    administrator,
  }) => {
    const receiver = await startReceiver();
    const { endpointId } = await add(administrator, receiver);
    receiver.answer = (response) => void response.writeHead(500).end();
    await raise(await failingSource());
    for (let tries = 0; tries < MOST_ATTEMPTS; tries++) {
      expect((await listWebhooks(administrator))[0]?.status).toBe("on");
      await sendAll();
      await endDeliveryWaits();
    }
    expect((await listWebhooks(administrator))[0]?.status).toBe("stopped");
    expect(await newest(administrator)).toMatchObject({ state: "failed", attempts: MOST_ATTEMPTS });
    await announceAll();
    const kinds = async () =>
      (await getInbox(administrator, "all")).items.map(
        ({ told }) => `${told.kind}${told.isRecovery ? " over" : ""}`,
      );
    expect(await kinds()).toEqual(["webhook_disabled", "source_failed"]);
    await setWebhook(administrator, { endpointId, isOn: true });
    await announceAll();
    expect(await kinds()).toEqual(["webhook_disabled over", "webhook_disabled", "source_failed"]);
  });

  it("whose receiver is gone for good is turned off at once", async ({ administrator }) => {
    const receiver = await startReceiver();
    await add(administrator, receiver);
    receiver.answer = (response) => void response.writeHead(410).end();
    await raise(await failingSource());
    await sendAll();
    expect(await newest(administrator)).toMatchObject({ state: "failed", problemCode: "webhook_gone" });
    expect((await listWebhooks(administrator))[0]?.status).toBe("stopped");
  });

  it("follows no redirect", async ({ administrator }) => {
    const receiver = await startReceiver();
    const elsewhere = await startReceiver();
    await add(administrator, receiver);
    receiver.answer = (response) => void response.writeHead(307, { location: elsewhere.url }).end();
    await raise(await failingSource());
    await sendAll();
    expect(elsewhere.posted).toEqual([]);
    expect(await newest(administrator)).toMatchObject({
      problemCode: "webhook_redirected",
      responseCode: 307,
    });
  });

  it("is sent again on demand, under the id it had", async ({ administrator }) => {
    const receiver = await startReceiver();
    const { endpointId } = await add(administrator, receiver);
    await raise(await failingSource());
    await sendAll();
    const deliveryId = (await newest(administrator))?.id ?? "";
    expect(await sendAgain(administrator, { deliveryId })).toMatchObject({ ok: true });
    await sendAll();
    expect(new Set(receiver.posted.map(({ headers }) => headers["webhook-id"]))).toHaveLength(1);
    expect(receiver.posted).toHaveLength(2);
    await setWebhook(administrator, { endpointId, isOn: false });
    expect(await sendAgain(administrator, { deliveryId })).toMatchObject({ ok: false, code: "endpoint_off" });
  });

  it("whose worker dies between the answer and the note of it is sent again, under the same id", async ({
    administrator,
  }) => {
    const receiver = await startReceiver();
    await add(administrator, receiver);
    await raise(await failingSource());
    const deliveryId = (await newest(administrator))?.id ?? "";
    let taken: (() => void) | undefined;
    const isTaken = new Promise<void>((resolve) => (taken = resolve));
    // The answer is kept back until the worker is dead: it was taken, and nobody noted it.
    receiver.answer = () => void taken?.();
    const worker = startScript("tests/support/deliver-script.ts", {
      args: [deliveryId],
      env: testSettings(),
    });
    await isTaken;
    worker.child.kill("SIGKILL");
    await worker.ended;
    receiver.answer = (response) => void response.writeHead(204).end();
    // While the lease lasts nobody else sends it.
    expect(await deliver(deliveryId)).toBeNull();
    await pool().query("UPDATE notification_delivery SET lease_until = now() - interval '1 second'");
    await pool().query("DELETE FROM pgboss.job");
    await keepHouse();
    expect(await waitingJobs("notification.deliver")).toEqual([{ deliveryId }]);
    await Promise.all([deliver(deliveryId), deliver(deliveryId)]);
    expect(receiver.posted).toHaveLength(2);
    expect(new Set(receiver.posted.map(({ headers }) => headers["webhook-id"]))).toHaveLength(1);
    expect(await newest(administrator)).toMatchObject({ state: "sent", attempts: 2 });
  });

  it("that two workers are invited to is sent by one of them", async ({ administrator }) => {
    const receiver = await startReceiver();
    await add(administrator, receiver);
    await raise(await failingSource());
    const deliveryId = (await newest(administrator))?.id ?? "";
    await Promise.all(Array.from({ length: 8 }, () => deliver(deliveryId)));
    expect(receiver.posted).toHaveLength(1);
  });
});

describe("A test event", () => {
  it("is posted at once, to an endpoint that is off too, and says what went wrong", async ({
    administrator,
  }) => {
    const receiver = await startReceiver();
    const { endpointId, secret } = await add(administrator, receiver);
    await setWebhook(administrator, { endpointId, isOn: false });
    expect(await sendTestEvent(administrator, { endpointId })).toEqual({
      ok: true,
      value: { responseCode: 204 },
    });
    const [{ body, headers } = { body: "", headers: {} }] = receiver.posted;
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: "test" });
    receiver.answer = (response) => void response.writeHead(401).end();
    expect(await sendTestEvent(administrator, { endpointId })).toEqual({
      ok: false,
      code: "webhook_refused",
      params: { status: 401 },
    });
    expect(await newest(administrator)).toMatchObject({ state: "failed", attempts: 1, canSendAgain: false });
  });
});

describe("The endpoints", () => {
  const url = "https://hooks.example.com/ferry";
  const input = { name: "Alerts", url, kinds: ["run_failed" as const] };

  it("have a secret that is told once and kept encrypted, and can be given another", async ({
    administrator,
  }) => {
    const receiver = await startReceiver();
    const { endpointId, secret } = await add(administrator, receiver);
    const renewed = valueOf(await renewWebhookSecret(administrator, { endpointId }));
    expect(renewed.secret).not.toBe(secret);
    await sendTestEvent(administrator, { endpointId });
    const [{ body, headers } = { body: "", headers: {} }] = receiver.posted;
    expect(() => new Webhook(secret).verify(body, headers)).toThrow();
    expect(new Webhook(renewed.secret).verify(body, headers)).toBeTruthy();
    const { rows } = await pool().query(
      "SELECT w::text AS kept FROM webhook_endpoint w UNION ALL SELECT e::text FROM audit_event e",
    );
    const kept = JSON.stringify([rows, await listWebhooks(administrator)]);
    for (const one of [secret, renewed.secret]) expect(kept).not.toContain(one.slice(6));
  });

  it("are administrators' business, and audited", async ({ administrator, contributor }) => {
    const { endpointId } = valueOf(await createWebhook(administrator, input));
    for (const attempt of [
      () => createWebhook(contributor, input),
      () => changeWebhook(contributor, { ...input, endpointId }),
      () => setWebhook(contributor, { endpointId, isOn: false }),
      () => renewWebhookSecret(contributor, { endpointId }),
      () => sendTestEvent(contributor, { endpointId }),
      () => removeWebhook(contributor, { endpointId }),
      () => sendAgain(contributor, { deliveryId: endpointId }),
      () => listWebhooks(contributor),
    ])
      await expect(attempt()).rejects.toThrow(Forbidden);
    await changeWebhook(administrator, { ...input, name: "Pager", endpointId });
    await setWebhook(administrator, { endpointId, isOn: false });
    await removeWebhook(administrator, { endpointId });
    await expect(removeWebhook(administrator, { endpointId })).rejects.toThrow(NotFound);
    expect(await auditedActions()).toEqual([
      "webhook.create",
      "webhook.change",
      "webhook.turn_off",
      "webhook.remove",
    ]);
  });
});
