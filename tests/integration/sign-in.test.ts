import { describe, expect } from "vitest";
import { rememberDevice } from "@/lib/auth/devices";
import { hashPassword } from "@/lib/auth/password";
import { verifyCredentials } from "@/lib/auth/verify-credentials";
import { ATTEMPTS_PER_MINUTE } from "@/lib/auth/throttle";
import { pool, prisma } from "@/lib/db";
import { addUser, it, testPassword } from "../support/workspace";

const password = testPassword;
const email = "ann@example.com";

async function exhaust(address: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_PER_MINUTE; attempt++)
    await verifyCredentials({ email: address, password: "a wrong guess" });
}

describe("credentials", () => {
  it("that fit are verified", async () => {
    const { id } = await addUser("viewer", { email });
    expect(await verifyCredentials({ email, password })).toMatchObject({
      kind: "verified",
      userId: id,
    });
  });

  it("that do not fit look alike, whatever does not fit", async () => {
    await addUser("viewer", { email });
    await addUser("administrator", { email: "disabled@example.com", disabledAt: new Date() });
    await prisma().user.create({ data: { email: "sso@example.com", name: "No password", role: "viewer" } });
    const verdicts = await Promise.all([
      verifyCredentials({ email, password: `${password}!` }),
      verifyCredentials({ email, password: "" }),
      verifyCredentials({ email, password: password.padEnd(1_000) }),
      verifyCredentials({ email: "nobody@example.com", password }),
      verifyCredentials({ email: "disabled@example.com", password }),
      verifyCredentials({ email: "sso@example.com", password }),
    ]);
    for (const verdict of verdicts) expect(verdict).toMatchObject({ kind: "wrong" });
  });

  it("fit however the address and the password are written in Unicode", async () => {
    const { id } = await addUser("viewer", { email: "zoë.fi@example.com" });
    const passwordHash = await hashPassword("pa\u0301lyaudvar ﬁ");
    await prisma().user.update({ where: { id }, data: { passwordHash } });
    const written = " ZOE\u0308.\ufb01@EXAMPLE\uff0ecom\t";
    expect(await verifyCredentials({ email: written, password: "p\u00e1lyaudvar fi" })).toMatchObject({
      kind: "verified",
      userId: id,
    });
  });
});

describe("guessing", () => {
  it.for(["ann@example.com", "nobody@example.com"])(
    "is held up from the eleventh attempt a minute on, also with the right password: %s",
    async (address) => {
      await addUser("viewer", { email });
      await exhaust(address.toUpperCase());
      const verdict = await verifyCredentials({ email: ` ${address}`, password });
      expect(verdict).toMatchObject({ kind: "throttled", retryAfterSeconds: expect.any(Number) });
      const seconds = verdict.kind === "throttled" ? verdict.retryAfterSeconds : 0;
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
    },
  );

  it("is counted for all processes alike, also when attempts come at once", async () => {
    await addUser("viewer", { email });
    const attempts = Array.from({ length: ATTEMPTS_PER_MINUTE + 5 }, () =>
      verifyCredentials({ email, password: "a wrong guess" }),
    );
    const verdicts = await Promise.all(attempts);
    expect(verdicts.filter(({ kind }) => kind === "wrong")).toHaveLength(ATTEMPTS_PER_MINUTE);
    expect(verdicts.filter(({ kind }) => kind === "throttled")).toHaveLength(5);
  });

  it("ends with its minute", async () => {
    const { id } = await addUser("viewer", { email });
    await exhaust(email);
    await pool().query(
      "UPDATE attempt_bucket SET passed = array(SELECT t - interval '61 seconds' FROM unnest(passed) t)",
    );
    expect(await verifyCredentials({ email, password })).toMatchObject({ kind: "verified", userId: id });
  });

  it("does not lock out a device that signed in before", async () => {
    const { id } = await addUser("viewer", { email });
    const deviceToken = await rememberDevice(id);
    await exhaust(email);
    expect(await verifyCredentials({ email, password })).toMatchObject({ kind: "throttled" });
    expect(await verifyCredentials({ email, password, deviceToken })).toMatchObject({
      kind: "verified",
      userId: id,
    });
  });

  it("is held up on a known device too, by a count of its own", async () => {
    const { id } = await addUser("viewer", { email });
    const deviceToken = await rememberDevice(id);
    for (let attempt = 0; attempt < ATTEMPTS_PER_MINUTE; attempt++)
      await verifyCredentials({ email, password: "a wrong guess", deviceToken });
    expect(await verifyCredentials({ email, password, deviceToken })).toMatchObject({ kind: "throttled" });
    expect(await verifyCredentials({ email, password })).toMatchObject({ kind: "verified" });
  });

  it("gains nothing from a device of somebody else, or one that is made up", async () => {
    await addUser("viewer", { email });
    const other = await addUser("viewer");
    const tokens = [await rememberDevice(other.id), "made-up"];
    await exhaust(email);
    for (const deviceToken of tokens)
      expect(await verifyCredentials({ email, password, deviceToken })).toMatchObject({ kind: "throttled" });
  });

  it("leaves no address in the throttle's table", async () => {
    await exhaust("nobody@example.com");
    const { rows } = await pool().query<{ key: string }>("SELECT key FROM attempt_bucket");
    expect(rows).toHaveLength(1);
    expect(rows[0]?.key).not.toContain("nobody");
  });
});
