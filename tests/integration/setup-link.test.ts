import { expect } from "vitest";
import { verifyCredentials } from "@/lib/auth/verify-credentials";
import { prisma } from "@/lib/db";
import { createFirstAdministrator, createSetupToken, isSetupTokenValid } from "@/lib/setup/setup-link";
import { columnsHolding } from "../support/find-in-database";
import { holdLock } from "../support/hold-lock";
import { addUser, it as base } from "../support/workspace";

// An installation that nobody has set up has nobody in it.
const it = base.extend<{ emptyInstallation: void }>({
  emptyInstallation: [
    async ({ contributor: _ }, use) => {
      await prisma().user.deleteMany();
      await use();
    },
    { auto: true },
  ],
});

const person = { name: "Ada", email: " Ada@Example.com ", password: "a password of hers" };
const administrators = () => prisma().user.count({ where: { role: "administrator" } });

async function newToken(now = new Date()): Promise<string> {
  const token = await createSetupToken(now);
  if (!token) throw new Error("There is an administrator already.");
  return token;
}

it("makes the first administrator, who can sign in, and works once", async () => {
  const token = await newToken();
  expect(await isSetupTokenValid(token)).toBe(true);
  expect(await columnsHolding(token)).toEqual([]);
  expect(await createFirstAdministrator({ ...person, token })).toMatchObject({ ok: true });
  expect(await verifyCredentials(person)).toMatchObject({ kind: "verified" });
  expect(await isSetupTokenValid(token)).toBe(false);
  expect(await createFirstAdministrator({ ...person, email: "eve@example.com", token })).toMatchObject({
    ok: false,
    code: "setup_link_used",
  });
  expect(await administrators()).toBe(1);
  expect(await createSetupToken(new Date())).toBeNull();
});

it("makes one administrator when it is used twice at the same moment", async () => {
  const token = await newToken();
  await using door = await holdLock("LOCK TABLE setup_link IN ACCESS EXCLUSIVE MODE");
  const both = ["ada@example.com", "eve@example.com"].map((email) =>
    createFirstAdministrator({ ...person, email, token }),
  );
  await door.untilBlocked(2);
  await door.release();
  const results = await Promise.all(both);
  expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  expect(await administrators()).toBe(1);
});

it("makes one administrator when two links, of two starts at once, are used at the same moment", async () => {
  await using start = await holdLock("LOCK TABLE setup_link IN ACCESS EXCLUSIVE MODE");
  const starting = [newToken(), newToken()];
  await start.untilBlocked(2);
  await start.release();
  const tokens = await Promise.all(starting);
  await using door = await holdLock("LOCK TABLE setup_link IN ACCESS EXCLUSIVE MODE");
  const both = tokens.map((token, index) =>
    createFirstAdministrator({ ...person, email: `ada${index}@example.com`, token }),
  );
  await door.untilBlocked(2);
  await door.release();
  const results = await Promise.all(both);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await administrators()).toBe(1);
});

it("is refused when it has expired", async () => {
  const token = await newToken(new Date(Date.now() - 24 * 3_600_000 - 1));
  expect(await isSetupTokenValid(token)).toBe(false);
  expect(await createFirstAdministrator({ ...person, token })).toMatchObject({ code: "setup_link_used" });
  expect(await administrators()).toBe(0);
});

it("is refused when there is an administrator by now", async () => {
  const token = await newToken();
  await addUser("administrator");
  expect(await createFirstAdministrator({ ...person, token })).toMatchObject({ code: "setup_link_used" });
  expect(await administrators()).toBe(1);
});

it("is replaced by a newer one", async () => {
  const old = await newToken();
  const fresh = await newToken();
  expect(await isSetupTokenValid(old)).toBe(false);
  expect(await isSetupTokenValid(fresh)).toBe(true);
});
