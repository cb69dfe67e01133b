import type { Role } from "@/generated/prisma/enums";
import { Forbidden } from "@/lib/errors";

/** Who acts: a signed-in person, or Ferry itself in the name of a job. */
export type Actor = { kind: "user"; id: string; role: Role } | { kind: "system"; job: string };

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
  "sample:remove": administrators,
  "connection:manage": administrators,
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
