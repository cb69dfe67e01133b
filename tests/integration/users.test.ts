import { describe, expect } from "vitest";
import { findSession, openSession } from "@/lib/auth/sessions";
import { verifyCredentials } from "@/lib/auth/verify-credentials";
import { prisma } from "@/lib/db";
import { Forbidden, NotFound, ProofNeeded } from "@/lib/errors";
import { whyNotSend } from "@/lib/runs/may-send";
import { valueOf } from "@/lib/sample/value-of";
import { acceptLink } from "@/lib/users/accept-link";
import { changeUser } from "@/lib/users/change-user";
import { disableUser, enableUser, endSessions, removeUser } from "@/lib/users/disable-user";
import { inviteUser, makeResetLink, resendInvitation } from "@/lib/users/invite-user";
import { listUsers } from "@/lib/users/queries";
import { findLink } from "@/lib/users/user-link";
import { activeConnection, findRow, useKlaviyo } from "../support/connections";
import { columnsHolding } from "../support/find-in-database";
import { holdLock } from "../support/hold-lock";
import { addUser, it, testPassword } from "../support/workspace";

useKlaviyo({ withApp: false });

const invited = { email: " Bob@Example.com ", name: "Bob", role: "contributor" } as const;
const password = "a few good words of his";
const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";
const lineOf = async (administrator: Parameters<typeof listUsers>[0], id: string) =>
  (await listUsers(administrator)).find((one) => one.id === id);

describe("an invitation", () => {
  it("lets its person in once, within an hour, with a password of their own", async ({ administrator }) => {
    const { userId, link } = valueOf(await inviteUser(administrator, invited));
    expect(await lineOf(administrator, userId)).toMatchObject({
      email: "bob@example.com",
      status: "invited",
      isInvitationOpen: true,
    });
    const token = tokenOf(link);
    expect(await columnsHolding(token)).toEqual([]);
    expect(await findLink(token)).toMatchObject({ purpose: "invitation", email: "bob@example.com" });
    expect(await acceptLink({ token, password })).toEqual({ ok: true, value: { email: "bob@example.com" } });
    expect(await verifyCredentials({ email: invited.email, password })).toMatchObject({
      kind: "verified",
      userId,
    });
    expect(await lineOf(administrator, userId)).toMatchObject({ status: "active", hasPassword: true });
    expect(await acceptLink({ token, password: "another of his words" })).toMatchObject({
      code: "link_used",
    });
    expect(await verifyCredentials({ email: invited.email, password })).toMatchObject({ kind: "verified" });
  });

  it("used twice at the same moment sets one password", async ({ administrator }) => {
    const token = tokenOf(valueOf(await inviteUser(administrator, invited)).link);
    await using door = await holdLock("LOCK TABLE user_link IN SHARE MODE");
    const both = [password, "quite another password"].map((one) => acceptLink({ token, password: one }));
    await door.untilBlocked(2);
    await door.release();
    expect((await Promise.all(both)).map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  });

  it("does not work after an hour, after a newer one, or for who was disabled", async ({ administrator }) => {
    const { userId, link } = valueOf(await inviteUser(administrator, invited));
    const again = valueOf(await resendInvitation(administrator, { userId }));
    expect(await findLink(tokenOf(link))).toBeNull();
    const token = tokenOf(again.link);
    await prisma().userLink.updateMany({ data: { expiresAt: new Date() } });
    expect(await acceptLink({ token, password })).toMatchObject({ code: "link_used" });
    expect(await lineOf(administrator, userId)).toMatchObject({ status: "invited", isInvitationOpen: false });
    const third = tokenOf(valueOf(await resendInvitation(administrator, { userId })).link);
    valueOf(await disableUser(administrator, { userId }));
    expect(await acceptLink({ token: third, password })).toMatchObject({ code: "link_used" });
    expect(await resendInvitation(administrator, { userId })).toMatchObject({ code: "user_disabled" });
  });

  it("is not used up by a password that is refused", async ({ administrator }) => {
    const token = tokenOf(valueOf(await inviteUser(administrator, invited)).link);
    const tell = async (text: string) => acceptLink({ token, password: text });
    expect(await tell("password1234")).toMatchObject({ fields: { password: { code: "password_common" } } });
    expect(await acceptLink({ token, password })).toMatchObject({ ok: true });
  });

  it("is refused for an address that is taken, and an administrator is made by who proves who they are", async ({
    administrator,
    contributor,
  }) => {
    valueOf(await inviteUser(administrator, invited));
    expect(await inviteUser(administrator, { ...invited, email: "BOB@example.com" })).toMatchObject({
      fields: { email: { code: "email_taken" } },
    });
    const stale = { ...administrator, provedAt: null };
    await expect(inviteUser(stale, { ...invited, role: "administrator" })).rejects.toThrow(ProofNeeded);
    await expect(inviteUser(contributor, invited)).rejects.toThrow(Forbidden);
    expect(await prisma().user.count({ where: { role: "administrator" } })).toBe(1);
  });
});

describe("a password reset", () => {
  it("sets another password by a link, and ends all sessions", async ({ administrator }) => {
    const user = await addUser("viewer");
    const session = await openSession(user.id, { now: new Date() });
    const token = tokenOf(valueOf(await makeResetLink(administrator, { userId: user.id })).link);
    expect(await findSession(session, new Date())).not.toBeNull();
    const { email } = user;
    expect(await verifyCredentials({ email, password: testPassword })).toMatchObject({ kind: "verified" });
    expect(await acceptLink({ token, password })).toMatchObject({ ok: true });
    expect(await findSession(session, new Date())).toBeNull();
    expect(await verifyCredentials({ email, password: testPassword })).toMatchObject({ kind: "wrong" });
    expect(await verifyCredentials({ email, password })).toMatchObject({ kind: "verified" });
  });

  it("is for who can sign in, and made by who proves who they are", async ({ administrator }) => {
    const { userId } = valueOf(await inviteUser(administrator, invited));
    expect(await makeResetLink(administrator, { userId })).toMatchObject({ code: "invitation_open" });
    const user = await addUser("viewer");
    expect(await resendInvitation(administrator, { userId: user.id })).toMatchObject({
      code: "invitation_accepted",
    });
    const stale = { ...administrator, provedAt: null };
    await expect(makeResetLink(stale, { userId: user.id })).rejects.toThrow(ProofNeeded);
  });
});

const role = (id: string) =>
  prisma()
    .user.findUniqueOrThrow({ where: { id } })
    .then((user) => user.role);

describe("the last administrator", () => {
  it("keeps the role, is not locked out, and does nothing of it to themselves", async ({ administrator }) => {
    const { id: userId } = administrator;
    const change = { userId, name: "Ada", role: "viewer" } as const;
    expect(await changeUser(administrator, change)).toMatchObject({
      fields: { role: { code: "last_administrator" } },
    });
    valueOf(await inviteUser(administrator, { ...invited, role: "administrator" }));
    await addUser("administrator", { disabledAt: new Date() });
    expect(await changeUser(administrator, change)).toMatchObject({ ok: false });
    const other = await addUser("administrator");
    for (const lockOut of [disableUser, removeUser])
      expect(await lockOut(administrator, { userId })).toMatchObject({ code: "own_account" });
    expect(await changeUser(administrator, change)).toMatchObject({ ok: true });
    expect(await disableUser(other, { userId: other.id })).toMatchObject({ ok: false });
    expect(await role(other.id)).toBe("administrator");
  });

  it.for(["changed", "disabled", "removed"] as const)(
    "is there still when two administrators are %s by each other at the same moment",
    async (how, { administrator }) => {
      const other = await addUser("administrator");
      const act = (actor: typeof administrator, userId: string) => {
        if (how === "changed") return changeUser(actor, { userId, name: "x", role: "viewer" });
        return how === "disabled" ? disableUser(actor, { userId }) : removeUser(actor, { userId });
      };
      await using door = await holdLock(`LOCK TABLE "user" IN ACCESS EXCLUSIVE MODE`);
      const both = [act(administrator, other.id), act(other, administrator.id)].map((one) =>
        one.then(({ ok }) => ok).catch((error) => error instanceof Forbidden && "forbidden"),
      );
      await door.untilBlocked(2);
      await door.release();
      expect((await Promise.all(both)).map(String).toSorted()).toEqual(["forbidden", "true"]);
      const left = await prisma().user.count({ where: { role: "administrator", disabledAt: null } });
      expect(left).toBe(1);
    },
  );
});

describe("a role", () => {
  it("that is taken ends the sessions, and one that is given does not", async ({ administrator }) => {
    const user = await addUser("viewer");
    const token = await openSession(user.id, { now: new Date() });
    const change = { userId: user.id, name: "Vi" };
    valueOf(await changeUser(administrator, { ...change, role: "contributor" }));
    expect(await findSession(token, new Date())).toMatchObject({ user: { name: "Vi", role: "contributor" } });
    valueOf(await changeUser(administrator, { ...change, role: "viewer" }));
    expect(await findSession(token, new Date())).toBeNull();
  });

  it("is changed by who proves who they are; a name needs no proof", async ({ administrator }) => {
    const user = await addUser("viewer");
    const stale = { ...administrator, provedAt: new Date(Date.now() - 11 * 60_000) };
    const change = { userId: user.id, name: "Vi", role: "contributor" } as const;
    await expect(changeUser(stale, change)).rejects.toThrow(ProofNeeded);
    expect(await role(user.id)).toBe("viewer");
    expect(await changeUser(stale, { ...change, role: "viewer" })).toMatchObject({ ok: true });
  });
});

describe("an export user", () => {
  const takes = {
    demoted: (actor, userId) => changeUser(actor, { userId, name: "x", role: "contributor" }),
    disabled: (actor, userId) => disableUser(actor, { userId }),
    removed: (actor, userId) => removeUser(actor, { userId }),
  } satisfies Record<string, (actor: Parameters<typeof changeUser>[0], userId: string) => Promise<unknown>>;

  it.for(Object.entries(takes))(
    "who is %s leaves a connection that needs attention and sends nothing",
    async ([, take], { administrator }) => {
      const connectionId = await activeConnection(administrator);
      const other = await addUser("administrator");
      expect(await whyNotSend(prisma(), connectionId)).toBeNull();
      expect(await take(other, administrator.id)).toMatchObject({ ok: true });
      expect(await findRow(connectionId)).toMatchObject({
        status: "needs_attention",
        attentionCode: "export_user_lost",
      });
      expect(await whyNotSend(prisma(), connectionId)).toBe("export_user_lost");
    },
  );
});

describe("who is disabled", () => {
  it("is out at once, and in again once enabled", async ({ administrator }) => {
    const user = await addUser("contributor");
    const { email, id: userId } = user;
    const token = await openSession(userId, { now: new Date() });
    valueOf(await disableUser(administrator, { userId }));
    expect(await prisma().session.count({ where: { userId } })).toBe(0);
    expect(await findSession(token, new Date())).toBeNull();
    expect(await verifyCredentials({ email, password: testPassword })).toMatchObject({ kind: "wrong" });
    valueOf(await enableUser(administrator, { userId }));
    expect(await findSession(token, new Date())).toBeNull();
    expect(await verifyCredentials({ email, password: testPassword })).toMatchObject({ kind: "verified" });
  });
});

describe("who is removed", () => {
  it("leaves a name in the history and nothing else, and their address is free", async ({
    administrator,
  }) => {
    const email = "bob@example.com";
    const { id: userId } = await addUser("contributor", { email });
    const token = await openSession(userId, { now: new Date() });
    valueOf(await removeUser(administrator, { userId }));
    expect(await findSession(token, new Date())).toBeNull();
    expect(await columnsHolding(email)).toEqual([]);
    expect(await prisma().user.findUniqueOrThrow({ where: { id: userId } })).toMatchObject({
      name: "contributor",
      email: null,
      passwordHash: null,
    });
    expect((await listUsers(administrator)).map(({ id }) => id)).not.toContain(userId);
    for (const act of [removeUser, disableUser, enableUser, endSessions])
      await expect(act(administrator, { userId })).rejects.toThrow(NotFound);
    expect(await inviteUser(administrator, { ...invited, email })).toMatchObject({ ok: true });
  });
});

describe("everything about users", () => {
  it("is an administrator's alone, and who is none any more is refused", async ({
    administrator,
    contributor,
    viewer,
  }) => {
    const { id: userId } = viewer;
    const commands = [
      (actor: typeof viewer) => changeUser(actor, { userId, name: "x", role: "administrator" }),
      (actor: typeof viewer) => disableUser(actor, { userId }),
      (actor: typeof viewer) => enableUser(actor, { userId }),
      (actor: typeof viewer) => removeUser(actor, { userId }),
      (actor: typeof viewer) => endSessions(actor, { userId }),
      (actor: typeof viewer) => makeResetLink(actor, { userId }),
      (actor: typeof viewer) => resendInvitation(actor, { userId }),
      (actor: typeof viewer) => inviteUser(actor, invited),
      (actor: typeof viewer) => listUsers(actor),
    ];
    for (const command of commands)
      for (const actor of [viewer, contributor]) await expect(command(actor)).rejects.toThrow(Forbidden);
    await prisma().user.update({ where: { id: administrator.id }, data: { role: "viewer" } });
    await expect(disableUser(administrator, { userId })).rejects.toThrow(Forbidden);
    expect(await prisma().user.findUniqueOrThrow({ where: { id: userId } })).toMatchObject({
      role: "viewer",
      disabledAt: null,
    });
  });

  it("is in the audit log, without names and addresses", async ({ administrator }) => {
    const { userId, link } = valueOf(await inviteUser(administrator, invited));
    await acceptLink({ token: tokenOf(link), password });
    valueOf(await changeUser(administrator, { userId, name: "Robert", role: "viewer" }));
    valueOf(await endSessions(administrator, { userId }));
    valueOf(await removeUser(administrator, { userId }));
    const events = await prisma().auditEvent.findMany({
      where: { objectId: userId },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ action }) => action)).toEqual([
      "user.invite",
      "user.accept_invitation",
      "user.change_role",
      "user.end_sessions",
      "user.remove",
    ]);
    expect(JSON.stringify(events.map(({ details }) => details))).not.toMatch(/bob|robert/i);
  });
});
