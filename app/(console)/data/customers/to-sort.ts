import { profileSortSchema } from "@/lib/profiles/schema";
import type { ProfileSort } from "@/lib/profiles/people-sql";

/** The order that the address asks for; the order in which people came where it asks for none. */
export function toSort(params: Record<string, string | string[] | undefined>): ProfileSort {
  const asked = profileSortSchema.safeParse({
    column: params.sort,
    direction: params.order ?? "ascending",
  });
  return asked.success ? asked.data : { column: "added", direction: "ascending" };
}
