import { describe, expect, vi } from "vitest";
import { rememberDevice } from "@/lib/auth/devices";
import { closeSession, findSession, openSession } from "@/lib/auth/sessions";
import { hashToken } from "@/lib/auth/tokens";
import { verifyCredentials } from "@/lib/auth/verify-credentials";
import { prisma } from "@/lib/db";
import { fieldProblems } from "@/lib/field-problems";
import { changePassword } from "@/lib/users/change-password";
import { changePasswordSchema } from "@/lib/users/schema";
import { columnsHolding } from "../support/find-in-database";
import { addUser, it, testPassword } from "../support/workspace";

const now = new Date("2026-11-23T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const HOUR_MS = 3_600_000;

describe("a session", () => {
  it("is found by its token until it expires, with the user's role of now", async () => {
    const user = await addUser("viewer");
    const token = await openSession(user.id, { userAgent: "x".repeat(500), now });
    expect(await findSession(token, now)).toMatchObject({ userId: user.id, user: { role: "viewer" } });
    await prisma().user.update({ where: { id: user.id }, data: { role: "contributor" } });
    expect(await findSession(token, later(1))).toMatchObject({ user: { role: "contributor" } });
    expect(await findSession(`${token}x`, now)).toBeNull();
  });

  it("that stands idle for twelve hours is over, and one that is used lasts seven days", async () => {
    const user = await addUser("viewer");
    const idle = await openSession(user.id, { now });
    expect(await findSession(idle, later(12 * HOUR_MS - 1))).not.toBeNull();
    const left = await openSession(user.id, { now });
    expect(await findSession(left, later(12 * HOUR_MS))).toBeNull();
    const used = await openSession(user.id, { now });
    for (let hours = 11; hours < 7 * 24; hours += 11)
      expect(await findSession(used, later(hours * HOUR_MS))).not.toBeNull();
    expect(await findSession(used, later(7 * 24 * HOUR_MS - 1))).not.toBeNull();
    expect(await findSession(used, later(7 * 24 * HOUR_MS))).toBeNull();
  });

  it("lasts as the settings say", async () => {
    const user = await addUser("viewer");
    vi.stubEnv("SESSION_IDLE_HOURS", "1");
    vi.resetModules();
    const own = await import("@/lib/auth/sessions");
    const token = await own.openSession(user.id, { now });
    expect(await own.findSession(token, later(HOUR_MS))).toBeNull();
    vi.unstubAllEnvs();
  });

  it("notes when it was last seen, once a minute at most", async () => {
    const user = await addUser("viewer");
    const token = await openSession(user.id, { now });
    const lastSeen = async () => (await prisma().session.findFirstOrThrow()).lastSeenAt;
    await findSession(token, later(60_000));
    expect(await lastSeen()).toEqual(now);
    await findSession(token, later(60_001));
    expect(await lastSeen()).toEqual(later(60_001));
  });

  it("of a user who is disabled ends at once", async () => {
    const user = await addUser("administrator");
    const token = await openSession(user.id, { now });
    await prisma().user.update({ where: { id: user.id }, data: { disabledAt: now } });
    expect(await findSession(token, later(1))).toBeNull();
  });

  it("that is closed is gone, and only that one", async () => {
    const user = await addUser("viewer");
    const [one, other] = [await openSession(user.id, { now }), await openSession(user.id, { now })];
    await closeSession(one);
    expect(await findSession(one, now)).toBeNull();
    expect(await findSession(other, now)).not.toBeNull();
  });

  it("is nowhere stored as the token that opens it, nor is a device", async () => {
    const user = await addUser("viewer");
    const tokens = [await openSession(user.id, { now }), await rememberDevice(user.id)];
    expect(await columnsHolding(hashToken(tokens[0] ?? ""))).toEqual(["session.token_hash"]);
    for (const token of tokens) expect(await columnsHolding(token)).toEqual([]);
  });
});

describe("changing the password", () => {
  const next = "another good password";

  it("asks for the current one, and changes nothing without it", async () => {
    const user = await addUser("viewer");
    const token = await openSession(user.id, { now });
    expect(await changePassword(user, { current: "a wrong guess", next }, "")).toMatchObject({
      ok: false,
      fields: { current: { code: "password_wrong" } },
    });
    expect(await changePassword(user, { current: testPassword, next: testPassword }, "")).toMatchObject({
      fields: { next: { code: "password_same" } },
    });
    expect(await findSession(token, now)).not.toBeNull();
    const { email } = user;
    expect(await verifyCredentials({ email, password: testPassword })).toMatchObject({ kind: "verified" });
  });

  it("ends the other sessions, keeps this one, and leaves other people's alone", async () => {
    const user = await addUser("viewer");
    const own = await openSession(user.id, { now });
    const others = [await openSession(user.id, { now }), await openSession(user.id, { now })];
    const somebody = await openSession((await addUser("viewer")).id, { now });
    const keep = (await findSession(own, now))?.id ?? "";
    expect(await changePassword(user, { current: testPassword, next }, keep)).toEqual({
      ok: true,
      value: { ended: 2 },
    });
    expect(await findSession(own, now)).not.toBeNull();
    expect(await findSession(somebody, now)).not.toBeNull();
    for (const token of others) expect(await findSession(token, now)).toBeNull();
    const { email } = user;
    expect(await verifyCredentials({ email, password: testPassword })).toMatchObject({ kind: "wrong" });
    expect(await verifyCredentials({ email, password: next })).toMatchObject({ kind: "verified" });
    expect(await columnsHolding(next)).toEqual([]);
  });

  it("is held up like a sign-in when the current one is guessed", async () => {
    const user = await addUser("viewer");
    const guess = () => changePassword(user, { current: "a wrong guess", next }, "");
    for (let attempt = 0; attempt < 10; attempt++) await guess();
    expect(await guess()).toMatchObject({ ok: false, code: "throttled" });
  });

  it.for([
    ["x".repeat(11), { next: { code: "password_too_short", params: { minimum: 12 } } }],
    ["x".repeat(257), { next: { code: "too_long", params: { maximum: 256 } } }],
  ] as const)("refuses %s before it is tried", ([short, problems]) => {
    const parsed = changePasswordSchema.safeParse({ current: "x", next: short });
    expect(parsed.success ? {} : fieldProblems(parsed.error)).toEqual(problems);
  });
});
