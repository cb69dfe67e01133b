import { isDeepStrictEqual } from "node:util";
import { normalizeEmail } from "./email-rule.ts";
import { isPlausiblePhone } from "./phone-rule.ts";
import type { ProfileRow } from "./profile-row.ts";
import { coreFields, type Profile, type Properties } from "./profile.ts";
import { indexedFields, type IndexedField, type ProfileStore } from "./profile-store.ts";

export interface UpsertOptions {
  nullsClear: boolean;
  conflicts: "failed" | "firstWins";
  newId: () => string;
  at: number;
}

export type Upserted =
  | { outcome: "created" | "updated"; profile: Profile }
  | { outcome: "conflict"; other: Profile }
  | { outcome: "unknown_id" };

// The first that is known says whose row it is.
const decisive = ["external_id", "email", "phone_number"] as const;

/**
 * Creates or updates one person. The first identifier that is known decides: id, external_id, e-mail, phone;
 * one that belongs to somebody else is a conflict (contract 7.8, order inferred).
 */
export function upsertProfile(store: ProfileStore, row: ProfileRow, options: UpsertOptions): Upserted {
  const wanted = identifiersOf(row);
  if (row.id && !store.find(row.id)) return { outcome: "unknown_id" };
  let owner = row.id ? store.find(row.id) : undefined;
  for (const field of decisive) {
    const value = wanted[field];
    const found = value ? store.findBy(field, value) : undefined;
    owner ??= found;
    if (!found || found === owner) continue;
    if (options.conflicts === "failed") return { outcome: "conflict", other: found };
    wanted[field] = undefined;
  }
  const profile = owner ?? store.create(options.newId(), options.at);
  const changed = applyRow(store, profile, row, wanted, options.nullsClear);
  if (changed && owner) {
    profile.updatedAt = options.at;
    store.touched();
  }
  return { outcome: owner ? "updated" : "created", profile };
}

type Wanted = Record<IndexedField, string | null | undefined>;

/** An impossible phone is dropped without a word (contract 7.5). */
function identifiersOf(row: ProfileRow): Wanted {
  const wanted: Wanted = { email: undefined, phone_number: undefined, external_id: undefined };
  for (const field of indexedFields) {
    const value = row.attributes[field];
    if (value === undefined || value === "") continue;
    if (value === null) wanted[field] = null;
    else if (field === "email") wanted.email = normalizeEmail(value);
    else if (field === "external_id" || isPlausiblePhone(value)) wanted[field] = value;
  }
  return wanted;
}

function applyRow(
  store: ProfileStore,
  profile: Profile,
  row: ProfileRow,
  wanted: Wanted,
  nullsClear: boolean,
): boolean {
  let changed = false;
  for (const field of indexedFields) {
    const value = wanted[field];
    if (value === undefined || value === profile[field] || (value === null && !nullsClear)) continue;
    store.setIdentifier(profile, field, value);
    changed = true;
  }
  for (const field of coreFields) {
    const value = row.attributes[field];
    if (value === undefined || value === profile[field] || (value === null && !nullsClear)) continue;
    profile[field] = value;
    changed = true;
  }
  const { location, properties } = row.attributes;
  if (location) {
    const merged = mergeValues(profile.location ?? {}, location, nullsClear);
    if (merged) [profile.location, changed] = [merged, true];
  } else if (location === null && nullsClear && profile.location) {
    [profile.location, changed] = [null, true];
  }
  if (properties) {
    const merged = mergeValues(profile.properties, properties, nullsClear);
    if (merged) [profile.properties, changed] = [merged, true];
  }
  return patchProperties(profile.properties, row) || changed;
}

function isEmpty(values: Properties): boolean {
  for (const _ in values) return false;
  return true;
}

function holdsNull(values: Properties): boolean {
  for (const name in values) if (values[name] === null) return true;
  return false;
}

/** The merged values, or undefined when nothing changed. What is not mentioned stays (contract 7.4). */
function mergeValues(old: Properties, sent: Properties, nullsClear: boolean): Properties | undefined {
  let changed = false;
  // Keeping the parsed object of a new person saves a copy; with a million of them that is what fits.
  if (isEmpty(old) && !holdsNull(sent)) return isEmpty(sent) ? undefined : sent;
  for (const name in sent) {
    const value = sent[name];
    if (value === null) {
      if (nullsClear && name in old) changed = delete old[name];
    } else if (old[name] !== value && !isDeepStrictEqual(old[name], value)) {
      old[name] = value;
      changed = true;
    }
  }
  return changed ? old : undefined;
}

function patchProperties(properties: Properties, row: ProfileRow): boolean {
  const patch = row.meta?.patch_properties;
  if (!patch) return false;
  let changed = false;
  for (const [name, added] of Object.entries(patch.append ?? {})) {
    const before = toArray(properties[name]);
    const after = [...before, ...toArray(added).filter((value) => !before.includes(value))];
    if (after.length !== before.length) [properties[name], changed] = [after, true];
  }
  for (const [name, taken] of Object.entries(patch.unappend ?? {})) {
    const before = toArray(properties[name]);
    const after = before.filter((value) => !toArray(taken).includes(value));
    if (after.length !== before.length) [properties[name], changed] = [after, true];
  }
  for (const name of toArray(patch.unset)) {
    if (typeof name === "string" && name in properties) changed = delete properties[name];
  }
  return changed;
}

function toArray(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
