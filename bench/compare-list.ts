import { createHash } from "node:crypto";

/** What a profile at Klaviyo consists of, besides the address it is known by. */
export const profileParts = [
  "phone_number",
  "external_id",
  "first_name",
  "last_name",
  "organization",
  "title",
  "locale",
  "image",
  "location",
  "properties",
] as const;

export type Profile = { email: string | null } & Partial<Record<(typeof profileParts)[number], unknown>>;

/** People as they should be, or are, on the list; a part that is missing has no value. */
export type People = Iterable<Profile> | AsyncIterable<Profile>;

export interface Difference {
  /** Wanted, and not on the list with what should be there. */
  lost: number;
  /** On the list and not wanted. */
  extra: number;
}

/** Compares everybody who should be on a list with everybody who is, keeping a digest of each and no more. */
export async function compareList(wanted: People, listed: People): Promise<Difference> {
  const missing = new Map<string, string>();
  for await (const person of wanted) {
    if (person.email === null || missing.has(person.email))
      throw new Error("The wanted people have to have addresses, each its own.");
    missing.set(person.email, digest(person));
  }
  const difference: Difference = { lost: 0, extra: 0 };
  for await (const person of listed) {
    const expected = missing.get(person.email ?? "");
    if (expected === undefined) difference.extra++;
    else if (expected !== digest(person)) difference.lost++;
    missing.delete(person.email ?? "");
  }
  difference.lost += missing.size;
  return difference;
}

function digest(person: Profile): string {
  const parts = profileParts.map((part) => sorted(person[part]));
  return createHash("md5").update(JSON.stringify(parts)).digest("base64");
}

/** The same value with the members of objects in order, and without those that are empty. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value ?? null;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  if (members.length === 0) return null;
  members.sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
