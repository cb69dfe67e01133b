import type { Account } from "../accounts/account.ts";
import type { World } from "../world.ts";
import { MemberList, type OptInProcess } from "./member-list.ts";

/** Adds a list under a new 6-character id. */
export function createList(
  world: World,
  account: Account,
  start: { id?: string; name: string; optIn?: OptInProcess | null },
): MemberList {
  let id = start.id ?? world.identifiers.short();
  while (start.id === undefined && account.lists.has(id)) id = world.identifiers.short();
  const list = new MemberList({
    id,
    name: start.name,
    optIn: start.optIn ?? account.defaultOptIn,
    createdAt: world.clock.now(),
  });
  account.lists.set(list.id, list);
  world.changed();
  return list;
}
