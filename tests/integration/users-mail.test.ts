import { describe, expect, vi } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { prisma } from "@/lib/db";
import { logger } from "@/lib/logger";
import { saveSmtp } from "@/lib/notifications/email/save-smtp";
import { valueOf } from "@/lib/sample/value-of";
import { acceptLink } from "@/lib/users/accept-link";
import { inviteUser, makeResetLink, resendInvitation } from "@/lib/users/invite-user";
import { findLink } from "@/lib/users/user-link";
import { hasOpenssl } from "../support/certificate";
import { tablesHolding } from "../support/find-in-database";
import { mailSettings, partOf, startMailServer, subjectOf } from "../support/notifications";
import { addUser, it } from "../support/workspace";

const invited = { email: "bob@example.com", name: "Bob <Őri>", role: "contributor" } as const;
const tokenOf = (text: string) => /token=([\w-]+)/.exec(text)?.[1] ?? "";
const naming = (actor: UserActor, data: { name?: string; locale?: string }) =>
  prisma().user.update({ where: { id: actor.id }, data });

async function withMail(actor: UserActor) {
  const mail = await startMailServer();
  await saveSmtp(actor, { ...mailSettings, port: mail.port });
  return mail;
}

describe.skipIf(!hasOpenssl())("an invitation by mail", () => {
  it("brings the very link that the administrator sees, as text and HTML, and it lets its person in", async ({
    administrator,
  }) => {
    await naming(administrator, { name: "Ada" });
    const mail = await withMail(administrator);
    const made = valueOf(await inviteUser(administrator, invited));
    expect(made.mail).toEqual({ state: "sent", to: "bob@example.com" });
    expect(mail.received).toHaveLength(1);
    const [message] = mail.received;
    expect(message).toMatchObject({ to: ["bob@example.com"], isEncrypted: true });
    expect(subjectOf(message?.raw ?? "")).toBe("Ferry: Your invitation");
    const text = partOf(message?.raw ?? "", "text/plain");
    expect(text).toContain("Ada has invited you, Bob <Őri>, to use Ferry.");
    expect(text).toContain("works once, within an hour");
    expect(text).toContain(`Choose a password: ${made.link}`);
    const html = partOf(message?.raw ?? "", "text/html");
    expect(html).toContain(`href="${made.link}"`);
    expect(html).toContain("Bob &lt;Őri&gt;");
    expect(await acceptLink({ token: tokenOf(text), password: "a few good words of his" })).toMatchObject({
      ok: true,
    });
  });

  it("is written in the person's language, or else in the one of who invites them", async ({
    administrator,
  }) => {
    await naming(administrator, { locale: "hu" });
    const mail = await withMail(administrator);
    const { userId } = valueOf(await inviteUser(administrator, invited));
    await prisma().user.update({ where: { id: userId }, data: { locale: "en" } });
    valueOf(await resendInvitation(administrator, { userId }));
    expect(mail.received.map(({ raw }) => subjectOf(raw))).toEqual([
      "Ferry: Meghívó",
      "Ferry: Your invitation",
    ]);
  });

  it("that the server refuses is said with the reason, and the link is there and works", async ({
    administrator,
  }) => {
    const mail = await withMail(administrator);
    mail.faults.recipient = 550;
    const made = valueOf(await inviteUser(administrator, invited));
    expect(made.mail).toEqual({
      state: "failed",
      problem: {
        code: "smtp_recipient_refused",
        params: { host: "localhost", port: String(mail.port), status: 550 },
      },
    });
    expect(await findLink(tokenOf(made.link))).toMatchObject({ purpose: "invitation" });
  });

  it("leaves the link in no row and no log line, sent or not", async ({ administrator }) => {
    const lines: unknown[] = [];
    for (const level of ["info", "warn", "error"] as const)
      vi.spyOn(logger, level).mockImplementation((...said: unknown[]) => void lines.push(said));
    const mail = await withMail(administrator);
    const sent = valueOf(await inviteUser(administrator, invited));
    mail.faults.data = 554;
    const failed = valueOf(await resendInvitation(administrator, { userId: sent.userId }));
    vi.restoreAllMocks();
    for (const { link } of [sent, failed]) {
      expect(tokenOf(link)).not.toBe("");
      expect(await tablesHolding(tokenOf(link))).toEqual([]);
      expect(JSON.stringify(lines)).not.toContain(tokenOf(link));
    }
    expect(await prisma().notificationDelivery.count()).toBe(0);
  });
});

describe.skipIf(!hasOpenssl())("a password reset by mail", () => {
  it("brings the link to the user", async ({ administrator }) => {
    const mail = await withMail(administrator);
    const user = await addUser("viewer", { email: "eve@example.com" });
    const made = valueOf(await makeResetLink(administrator, { userId: user.id }));
    expect(made.mail).toEqual({ state: "sent", to: "eve@example.com" });
    const [message] = mail.received;
    expect(subjectOf(message?.raw ?? "")).toBe("Ferry: A new password for you");
    expect(partOf(message?.raw ?? "", "text/plain")).toContain(`Choose a new password: ${made.link}`);
    expect(await findLink(tokenOf(made.link))).toMatchObject({ purpose: "password_reset" });
  });
});

describe("where e-mail is not set up", () => {
  it("nothing is sent, and the administrator has the link", async ({ administrator }) => {
    const made = valueOf(await inviteUser(administrator, invited));
    expect(made.mail).toEqual({ state: "none" });
    expect(await findLink(tokenOf(made.link))).not.toBeNull();
  });
});
