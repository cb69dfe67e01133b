import { cache } from "react";
import { forbidden, redirect } from "next/navigation";
import { auth } from "./next-auth";
import { type Actor, type Permission, can } from "./permissions";
import { findSession } from "./sessions";

export type UserActor = Extract<Actor, { kind: "user" }>;

/** The session behind this request, looked up once per request; null when nobody is signed in. */
export const findCurrentSession = cache(async () => {
  const cookie = (await auth()) as { sessionToken?: string } | null;
  return cookie?.sessionToken ? findSession(cookie.sessionToken, new Date()) : null;
});

/** The signed-in actor, or null. */
export async function findActor(): Promise<UserActor | null> {
  const session = await findCurrentSession();
  if (!session) return null;
  return { kind: "user", id: session.userId, role: session.user.role, provedAt: session.provedAt };
}

/** For pages: the signed-in actor, who must have `permission`; otherwise sign-in, or the refusal page. */
export async function requireActor(permission?: Permission): Promise<UserActor> {
  const actor = await findActor();
  if (!actor) redirect("/sign-in");
  if (permission && !can(actor, permission)) forbidden();
  return actor;
}

/** For pages: the signed-in user's own row. */
export async function requireUser() {
  const session = await findCurrentSession();
  if (!session) redirect("/sign-in");
  return session.user;
}
