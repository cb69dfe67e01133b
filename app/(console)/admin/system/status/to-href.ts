import type { StatusGroup } from "@/lib/status/words";

const places = { source: "/data/sources", segment: "/data/segments", export: "/data/exports" };
const systemPlaces: Record<string, string> = {
  unification: "/data/sources",
  fields: "/data/customers/fields",
  search: "/data/customers",
};

/** Where a task's thing is; null of what has no page. */
export function toHref({ id, group }: { id: string; group: StatusGroup }): string | null {
  const object = id.split(":")[1] ?? "";
  return group === "system" ? (systemPlaces[object] ?? null) : `${places[group]}/${object}`;
}
