import { describe, expect } from "vitest";
import { freePort } from "@/scripts/free-port";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { Forbidden } from "@/lib/errors";
import { removeSmtp, saveSmtp } from "@/lib/notifications/email/save-smtp";
import { sendTestMail } from "@/lib/notifications/email/send-test-mail";
import { raiseIncident, resolveIncident } from "@/lib/notifications/incidents";
import { MOST_ATTEMPTS } from "@/lib/notifications/outbox/backoff";
import { getSmtp, listDeliveries } from "@/lib/notifications/queries";
import { saveChoice } from "@/lib/notifications/save-choice";
import { hasOpenssl } from "../support/certificate";
import { auditedActions } from "../support/connections";
import {
  announceAll,
  endDeliveryWaits,
  mailSettings,
  partOf,
  sendAll,
  startMailServer,
  subjectOf,
} from "../support/notifications";
import { it } from "../support/workspace";

async function sourceNamed(name: string) {
  const { id } = await prisma().source.create({
    data: { name, kind: "postgresql", keyColumn: "id", columns: [] },
  });
  return { kind: "source_failed", objectType: "source", objectId: id } as const;
}

const deliveries = (actor: UserActor) =>
  listDeliveries(actor).then((rows) =>
    rows.map(({ state, attempts, responseCode, problemCode }) => ({
      state,
      attempts,
      responseCode,
      problemCode,
    })),
  );

describe.skipIf(!hasOpenssl())("E-mail", () => {
  it("goes over STARTTLS to everybody who is told, in their own language, once", async ({
    administrator,
    contributor,
    viewer,
  }) => {
    const mail = await startMailServer();
    await saveSmtp(administrator, { ...mailSettings, port: mail.port });
    await prisma().user.update({
      where: { id: contributor.id },
      data: { locale: "hu", name: "Kovács Őri", email: "ori@example.com" },
    });
    const failure = await sourceNamed('Shop <b>& "more"');
    for (let times = 0; times < 3; times++) await prisma().$transaction((tx) => raiseIncident(tx, failure));
    await Promise.all([sendAll(), sendAll()]);
    await sendAll();
    expect(mail.received).toHaveLength(2);
    expect(mail.received.every(({ isEncrypted, from }) => isEncrypted && from === "ferry@example.com")).toBe(
      true,
    );
    const hungarian = mail.received.find(({ to }) => to[0] === "ori@example.com");
    const english = mail.received.find(({ to }) => to[0] !== "ori@example.com");
    expect(subjectOf(english?.raw ?? "")).toBe('Ferry: The source “Shop <b>& "more"” could not be refreshed');
    expect(subjectOf(hungarian?.raw ?? "")).toBe('Ferry: A(z) „Shop <b>& "more"” forrás nem frissült');
    const text = partOf(english?.raw ?? "", "text/plain");
    expect(text).toContain(`Open in Ferry: http://localhost:3000/data/sources/${failure.objectId}`);
    const html = partOf(hungarian?.raw ?? "", "text/html");
    expect(html).toContain("Shop &lt;b&gt;&amp; &quot;more&quot;");
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toMatch(/<a class="quiet" href="http[^"]+\/account\/preferences"/);
    expect(html).not.toMatch(/<img|src=|url\(/);
    expect(viewer.id).toBeTruthy();
  });

  it("tells of the end to whoever was told by e-mail, and to nobody whose message had not left", async ({
    administrator,
  }) => {
    const mail = await startMailServer();
    await saveSmtp(administrator, { ...mailSettings, port: mail.port });
    const [first, second] = [await sourceNamed("First"), await sourceNamed("Second")];
    await prisma().$transaction((tx) => raiseIncident(tx, first));
    await sendAll();
    await prisma().$transaction((tx) => raiseIncident(tx, second));
    await announceAll();
    await prisma().$transaction(async (tx) => {
      await resolveIncident(tx, first);
      await resolveIncident(tx, second);
    });
    await sendAll();
    const toAdministrator = mail.received
      .filter(({ to }) => to[0]?.startsWith("administrator"))
      .map(({ raw }) => subjectOf(raw));
    expect(toAdministrator).toEqual([
      "Ferry: The source “First” could not be refreshed",
      "Ferry: The source “First” is refreshed again",
    ]);
    expect((await deliveries(administrator)).filter(({ state }) => state === "canceled")).toHaveLength(2);
  });

  it("is everybody's own choice", async ({ administrator, contributor }) => {
    const mail = await startMailServer();
    await saveSmtp(administrator, { ...mailSettings, port: mail.port });
    await saveChoice(contributor, { kind: "source_failed", inApp: true, byEmail: false });
    const failure = await sourceNamed("Shop");
    await prisma().$transaction((tx) => raiseIncident(tx, failure));
    await sendAll();
    expect(mail.received.map(({ to }) => to[0]?.split("-")[0])).toEqual(["administrator"]);
  });

  it("that is refused for now is tried again, and arrives", async ({ administrator }) => {
    const mail = await startMailServer();
    await saveSmtp(administrator, { ...mailSettings, port: mail.port });
    mail.faults.recipient = 451;
    const failure = await sourceNamed("Shop");
    await prisma().$transaction((tx) => raiseIncident(tx, failure));
    await sendAll();
    const waiting = { state: "pending", attempts: 1, responseCode: 451, problemCode: "smtp_later" };
    expect((await deliveries(administrator))[0]).toEqual(waiting);
    await sendAll();
    expect((await deliveries(administrator))[0]).toEqual(waiting);
    mail.faults.recipient = undefined;
    await endDeliveryWaits();
    await sendAll();
    const sent = { state: "sent", attempts: 2, responseCode: 250, problemCode: null };
    expect((await deliveries(administrator))[0]).toEqual(sent);
  });

  it("that is refused for good has failed, with the reason and without anybody's address", async ({
    administrator,
  }) => {
    const mail = await startMailServer();
    await saveSmtp(administrator, { ...mailSettings, port: mail.port });
    mail.faults.recipient = 550;
    const failure = await sourceNamed("Shop");
    await prisma().$transaction((tx) => raiseIncident(tx, failure));
    await sendAll();
    const failed = { state: "failed", attempts: 1, responseCode: 550, problemCode: "smtp_recipient_refused" };
    expect((await deliveries(administrator))[0]).toEqual(failed);
    const { rows } = await pool().query("SELECT d::text AS kept FROM notification_delivery d");
    expect(JSON.stringify(rows)).not.toContain("@example.com");
  });

  it("that a server which is away did not take is given up after about a day", async ({ administrator }) => {
    await saveSmtp(administrator, { ...mailSettings, port: await freePort() });
    const failure = await sourceNamed("Shop");
    await prisma().$transaction((tx) => raiseIncident(tx, failure));
    for (let tries = 0; tries < MOST_ATTEMPTS; tries++) {
      expect((await deliveries(administrator))[0]?.state ?? "pending").toBe("pending");
      await sendAll();
      await endDeliveryWaits();
    }
    const failed = { state: "failed", attempts: MOST_ATTEMPTS, problemCode: "smtp_host_refused" };
    expect((await deliveries(administrator))[0]).toMatchObject(failed);
  });

  it("is told where it leads to by a test message, and each failure by its own sentence", async ({
    administrator,
  }) => {
    const mail = await startMailServer();
    const save = (change: object = {}) =>
      saveSmtp(administrator, { ...mailSettings, port: mail.port, ...change });
    expect(await sendTestMail(administrator)).toMatchObject({ code: "smtp_not_set_up" });
    await save();
    expect(await sendTestMail(administrator)).toMatchObject({ ok: true });
    expect(subjectOf(mail.received[0]?.raw ?? "")).toBe("Ferry: E-mail from Ferry works");

    await save({ password: "wrong" });
    const params = { host: "localhost", port: String(mail.port), status: 535 };
    expect(await sendTestMail(administrator)).toEqual({ ok: false, code: "smtp_login_refused", params });
    await save({ userName: "" });
    expect(await sendTestMail(administrator)).toMatchObject({ code: "smtp_login_missing" });
    await save();
    for (const [fault, code] of [
      [{ sender: 553 }, "smtp_sender_refused"],
      [{ recipient: 550 }, "smtp_recipient_refused"],
      [{ data: 554 }, "smtp_message_refused"],
      [{ data: 452 }, "smtp_later"],
    ] as const) {
      Object.assign(mail.faults, { sender: undefined, recipient: undefined, data: undefined }, fault);
      expect(await sendTestMail(administrator)).toMatchObject({ ok: false, code });
    }
    await save({ security: "tls" });
    expect(await sendTestMail(administrator)).toMatchObject({ code: "smtp_tls_failed" });
    await save({ port: await freePort() });
    expect(await sendTestMail(administrator)).toMatchObject({ code: "smtp_host_refused" });
    await save({ host: "mail.invalid" });
    expect(await sendTestMail(administrator)).toMatchObject({ code: "smtp_host_unknown" });
  });

  it("is not sent in clear where encryption was asked for, nor to a certificate nobody vouches for", async ({
    administrator,
  }) => {
    const plain = await startMailServer({ disabledCommands: ["STARTTLS"] });
    await saveSmtp(administrator, { ...mailSettings, port: plain.port });
    expect(await sendTestMail(administrator)).toMatchObject({ code: "smtp_without_encryption" });
    expect(plain.received).toEqual([]);
    await saveSmtp(administrator, { ...mailSettings, port: plain.port, host: "127.0.0.1" });
    const other = await startMailServer();
    await saveSmtp(administrator, { ...mailSettings, port: other.port, host: "127.0.0.1" });
    expect(await sendTestMail(administrator)).toMatchObject({ code: "smtp_certificate" });
    expect(other.received).toEqual([]);
  });
});

describe("The settings of e-mail", () => {
  const settings = { ...mailSettings, port: 587 };

  it("keep the password encrypted, show it nowhere, and tell it to no other server", async ({
    administrator,
  }) => {
    await saveSmtp(administrator, settings);
    const shown = await getSmtp(administrator);
    expect(shown).toMatchObject({ hasPassword: true, userName: "ferry" });
    expect(JSON.stringify(shown)).not.toContain(settings.password);
    const { rows } = await pool().query(
      "SELECT s::text AS kept FROM smtp_settings s UNION ALL SELECT e::text FROM audit_event e",
    );
    expect(JSON.stringify(rows)).not.toContain(settings.password);

    const unchanged = { ...settings, password: undefined };
    expect(await saveSmtp(administrator, { ...unchanged, port: 2525 })).toMatchObject({ ok: true });
    expect(await getSmtp(administrator)).toMatchObject({ hasPassword: true, port: 2525 });
    expect(await saveSmtp(administrator, { ...unchanged, host: "smtp.example.org" })).toMatchObject({
      fields: { password: { code: "smtp_password_again" } },
    });
    await saveSmtp(administrator, { ...settings, userName: "", password: undefined });
    expect(await getSmtp(administrator)).toMatchObject({ hasPassword: false, userName: "" });
  });

  it("are administrators' business, and audited", async ({ administrator, contributor, viewer }) => {
    for (const actor of [contributor, viewer]) {
      await expect(saveSmtp(actor, settings)).rejects.toThrow(Forbidden);
      await expect(removeSmtp(actor)).rejects.toThrow(Forbidden);
      await expect(sendTestMail(actor)).rejects.toThrow(Forbidden);
      await expect(getSmtp(actor)).rejects.toThrow(Forbidden);
      await expect(listDeliveries(actor)).rejects.toThrow(Forbidden);
    }
    await saveSmtp(administrator, settings);
    await removeSmtp(administrator);
    expect(await auditedActions()).toEqual(["smtp.save", "smtp.remove"]);
    expect(await getSmtp(administrator)).toBeNull();
  });
});
