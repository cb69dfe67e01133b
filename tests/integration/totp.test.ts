import { Secret, TOTP } from "otpauth";
import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { openSession } from "@/lib/auth/sessions";
import { verifyCredentials } from "@/lib/auth/verify-credentials";
import { pool, prisma } from "@/lib/db";
import { Forbidden, ProofNeeded } from "@/lib/errors";
import { valueOf } from "@/lib/sample/value-of";
import { beginTotp, confirmTotp, endTotp, renewRecoveryCodes, resetTotp } from "@/lib/users/own-totp";
import { proveSelf, waysToProve } from "@/lib/users/prove-self";
import { columnsHolding } from "../support/find-in-database";
import { addUser, it, testPassword } from "../support/workspace";

/** The app, with the same secret; `steps` from now. */
function codeOf(secret: string, steps = 0): string {
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  return app.generate({ timestamp: Date.now() + steps * 30_000 });
}

/** Forgets which code was used last, as half a minute later. */
const laterOn = () => prisma().user.updateMany({ data: { totpLastStep: null } });

async function withApp(actor: UserActor) {
  const { secret, qr } = valueOf(await beginTotp(actor));
  const { recoveryCodes } = valueOf(await confirmTotp(actor, { code: codeOf(secret) }));
  await laterOn();
  return { secret, qr, recoveryCodes };
}

describe("an authenticator app", () => {
  it("is on once a code of it has come back, and is asked for after the password", async () => {
    const user = await addUser("viewer");
    const { email } = user;
    const { secret, qr } = valueOf(await beginTotp(user));
    expect(qr).toMatch(/^<svg [^]*<\/svg>$/);
    const wrong = codeOf(secret, 5);
    expect(await confirmTotp(user, { code: wrong })).toMatchObject({
      fields: { code: { code: "code_wrong" } },
    });
    expect(await verifyCredentials({ email, password: testPassword })).toMatchObject({ kind: "verified" });
    valueOf(await confirmTotp(user, { code: codeOf(secret) }));
    await laterOn();
    expect(await verifyCredentials({ email, password: "a wrong guess", code: codeOf(secret) })).toMatchObject(
      {
        kind: "wrong",
      },
    );
    expect(await verifyCredentials({ email, password: testPassword })).toEqual({ kind: "code_needed" });
    expect(await verifyCredentials({ email, password: testPassword, code: wrong })).toMatchObject({
      kind: "code_wrong",
    });
    const spaced = codeOf(secret).replace(/^.../, "$& ");
    expect(await verifyCredentials({ email, password: testPassword, code: spaced })).toMatchObject({
      kind: "verified",
      userId: user.id,
    });
  });

  it("is stored encrypted, and its secret cannot be read back", async () => {
    const user = await addUser("viewer");
    const { secret, recoveryCodes } = await withApp(user);
    for (const text of [secret, ...recoveryCodes]) expect(await columnsHolding(text)).toEqual([]);
    expect(await beginTotp(user)).toMatchObject({ code: "totp_on" });
  });

  it("may be a step behind or ahead, and each code works once, those before it not any more", async () => {
    const user = await addUser("viewer");
    const { email } = user;
    const { secret } = await withApp(user);
    const tell = async (steps: number) => {
      await pool().query("DELETE FROM attempt_bucket");
      return (await verifyCredentials({ email, password: testPassword, code: codeOf(secret, steps) })).kind;
    };
    // Not at the turn of a step, where one test would stand in two.
    const left = 30_000 - (Date.now() % 30_000);
    if (left < 5_000) await new Promise((resolve) => setTimeout(resolve, left));
    expect(await tell(-2)).toBe("code_wrong");
    expect(await tell(2)).toBe("code_wrong");
    expect(await tell(-1)).toBe("verified");
    expect(await tell(-1)).toBe("code_wrong");
    expect(await tell(1)).toBe("verified");
    expect(await tell(0)).toBe("code_wrong");
    expect(await tell(1)).toBe("code_wrong");
  });

  it("lets one of two in who use one code at the same moment", async () => {
    const user = await addUser("viewer");
    const { secret } = await withApp(user);
    const input = { email: user.email, password: testPassword, code: codeOf(secret) };
    const kinds = await Promise.all([verifyCredentials(input), verifyCredentials(input)]);
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(["code_wrong", "verified"]);
  });

  it("cannot be guessed: five codes a minute are looked at", async () => {
    const user = await addUser("viewer");
    const { secret } = await withApp(user);
    const input = { email: user.email, password: testPassword };
    for (let attempt = 0; attempt < 5; attempt++)
      expect(await verifyCredentials({ ...input, code: codeOf(secret, 9) })).toMatchObject({
        kind: "code_wrong",
      });
    expect(await verifyCredentials({ ...input, code: codeOf(secret) })).toMatchObject({ kind: "throttled" });
  });
});

describe("a recovery code", () => {
  it("lets its owner in once, and new ones take the place of all", async () => {
    const user = await addUser("viewer");
    const { email } = user;
    const { recoveryCodes } = await withApp(user);
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = "", second = ""] = recoveryCodes;
    const tell = async (code: string) =>
      (await verifyCredentials({ email, password: testPassword, code })).kind;
    expect(await tell(first.toLowerCase().replaceAll("-", " "))).toBe("verified");
    expect(await tell(first)).toBe("code_wrong");
    const [fresh = ""] = valueOf(await renewRecoveryCodes(user)).recoveryCodes;
    expect(await tell(second)).toBe("code_wrong");
    expect(await tell(fresh)).toBe("verified");
  });
});

describe("turning it off", () => {
  it("is for the owner, or for an administrator, who both prove who they are", async ({ administrator }) => {
    const user = await addUser("viewer");
    const { email } = user;
    for (const turnOff of [
      () => endTotp(user),
      () => resetTotp(administrator, { userId: user.id }),
    ] as const) {
      await withApp(user);
      valueOf(await turnOff());
      expect(await verifyCredentials({ email, password: testPassword })).toMatchObject({ kind: "verified" });
      expect(await prisma().recoveryCode.count()).toBe(0);
    }
    await expect(resetTotp(user, { userId: administrator.id })).rejects.toThrow(Forbidden);
    const stale = { ...user, provedAt: null };
    for (const act of [beginTotp, endTotp, renewRecoveryCodes])
      await expect(act(stale)).rejects.toThrow(ProofNeeded);
    await expect(resetTotp({ ...administrator, provedAt: null }, { userId: user.id })).rejects.toThrow(
      ProofNeeded,
    );
  });
});

describe("proving who one is", () => {
  it("by password or code counts for the session that asks, and for no other", async () => {
    const user = await addUser("viewer");
    const { secret } = await withApp(user);
    const past = new Date(Date.now() - 3_600_000);
    const open = async () => {
      await openSession(user.id, { now: new Date(), provedAt: past });
      return (await prisma().session.findFirstOrThrow({ orderBy: { id: "desc" } })).id;
    };
    const [one, other] = [await open(), await open()];
    const proved = async (id: string) =>
      ((await prisma().session.findUniqueOrThrow({ where: { id } })).provedAt ?? past) > past;
    const tell = (way: "password" | "code", text: string, id = one) => proveSelf(user, { way, text }, id);
    expect(await tell("password", "a wrong guess")).toMatchObject({
      fields: { text: { code: "password_wrong" } },
    });
    expect(await tell("code", "000000")).toMatchObject({ fields: { text: { code: "code_wrong" } } });
    expect(await proved(one)).toBe(false);
    valueOf(await tell("password", testPassword));
    expect([await proved(one), await proved(other)]).toEqual([true, false]);
    valueOf(await tell("code", codeOf(secret), other));
    expect(await proved(other)).toBe(true);
    const stranger = await addUser("viewer");
    await prisma().session.updateMany({ data: { provedAt: past } });
    valueOf(await proveSelf(stranger, { way: "password", text: testPassword }, one));
    expect(await proved(one)).toBe(false);
  });

  it("is held up when it is guessed", async () => {
    const user = await addUser("viewer");
    for (let attempt = 0; attempt < 10; attempt++)
      await proveSelf(user, { way: "password", text: "a wrong guess" }, "");
    expect(await proveSelf(user, { way: "password", text: testPassword }, "")).toMatchObject({
      code: "throttled",
    });
  });

  it("offers what the user has", async () => {
    const user = { passwordHash: "x", ssoSubject: "y", totpAt: null };
    expect(waysToProve(user)).toEqual({ password: true, code: false, singleSignOn: false });
  });
});
