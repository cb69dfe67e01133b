import type { ConnectionAccess, Role } from "@/generated/prisma/enums";
import { Forbidden } from "@/lib/errors";

/** Who acts: a signed-in person, with when they last proved who they are, or Ferry itself in the name of a job. */
export type Actor =
  | { kind: "user"; id: string; role: Role; provedAt?: Date | null }
  | { kind: "system"; job: string };

const everybody: Role[] = ["viewer", "contributor", "administrator"];
const editors: Role[] = ["contributor", "administrator"];
const administrators: Role[] = ["administrator"];

/** The one table behind every check and every button. */
export const permissions = {
  "profile:read": everybody,
  // Others see addresses and phone numbers masked.
  "profile:reveal": editors,
  "segment:read": everybody,
  "segment:write": editors,
  "source:read": everybody,
  "source:write": editors,
  // Setting up a source that is read from a database.
  "source:connect": administrators,
  "sample:remove": administrators,
  "connection:manage": administrators,
  "api:manage": administrators,
  // E-mail and webhooks of the installation; what one is told of oneself needs no permission.
  "notification:manage": administrators,
  // What the installation is and how it fares.
  "system:read": everybody,
  "user:manage": administrators,
  "run:approve": administrators,
  "audit:read": administrators,
  "consent:read": administrators,
  "installation:resume": administrators,
  "secret:rotate": administrators,
  // Erasing people, how long things are kept, and the record of processing.
  "privacy:erase": administrators,
  "export:read": everybody,
  // Of both, an editor has only what is on a connection shared with them.
  "export:write": editors,
  "export:run": editors,
  "system:manage": administrators,
  // Starting and canceling a refresh of the whole.
  "refresh:run": editors,
} as const satisfies Record<string, Role[]>;

export type Permission = keyof typeof permissions;

export function can(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "system") return true;
  return (permissions[permission] as readonly Role[]).includes(actor.role);
}

/** Throws Forbidden unless `actor` has `permission`: the first line of every command and query. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!can(actor, permission)) throw new Forbidden(permission);
}

/** Whom a connection is shared with; `users` may be cut down to the one who acts. */
export interface SharedConnection {
  access: ConnectionAccess;
  users: readonly { userId: string }[];
}

/** Whether `actor` may make and change exports on `connection`. */
export function canUseConnection(actor: Actor, { access, users }: SharedConnection): boolean {
  if (actor.kind === "system" || actor.role === "administrator") return true;
  if (actor.role !== "contributor") return false;
  return (
    access === "contributors" || (access === "chosen" && users.some(({ userId }) => userId === actor.id))
  );
}
