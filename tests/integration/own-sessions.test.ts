import { expect } from "vitest";
import { findSession, openSession } from "@/lib/auth/sessions";
import { endOwnSessions, listOwnSessions } from "@/lib/users/own-sessions";
import { addUser, it } from "../support/workspace";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
const HOUR_MS = 3_600_000;

async function open(userId: string, hoursAgo = 0) {
  const now = new Date(Date.now() - hoursAgo * HOUR_MS);
  const token = await openSession(userId, { userAgent: firefox, now });
  return { token, id: (await findSession(token, now))?.id ?? "" };
}

it("lists one's own sessions that still stand, with the one that asks marked", async () => {
  const user = await addUser("viewer");
  const [older, newer] = [await open(user.id, 2), await open(user.id)];
  await open(user.id, 13);
  await open((await addUser("viewer")).id);
  expect(await listOwnSessions(user, older.id)).toMatchObject([
    { id: newer.id, browser: "Firefox", system: "Linux", isCurrent: false },
    { id: older.id, isCurrent: true },
  ]);
});

it("ends one of them, or all others, and none of anybody else's", async () => {
  const user = await addUser("viewer");
  const stranger = await open((await addUser("viewer")).id);
  const [current, one, other] = [await open(user.id), await open(user.id), await open(user.id)];
  const stands = async ({ token }: { token: string }) => (await findSession(token, new Date())) !== null;
  expect(await endOwnSessions(user, { id: stranger.id })).toEqual({ ok: true, value: { ended: 0 } });
  expect(await endOwnSessions(user, { id: one.id })).toEqual({ ok: true, value: { ended: 1 } });
  expect(await stands(one)).toBe(false);
  expect(await stands(other)).toBe(true);
  expect(await endOwnSessions(user, { allBut: current.id })).toEqual({ ok: true, value: { ended: 1 } });
  expect([await stands(current), await stands(other), await stands(stranger)]).toEqual([true, false, true]);
});
