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

/**
 * Creates or updates one person. The first identifier that is known decides: id, external_id, e-mail, phone;
 * one that belongs to somebody else is a conflict (contract 7.8, order inferred).
 */
export function upsertProfile(store: ProfileStore, row: ProfileRow, options: UpsertOptions): Upserted {
  const wanted = identifiersOf(row);
  if (row.id && !store.find(row.id)) return { outcome: "unknown_id" };
  const matches = (["external_id", "email", "phone_number"] as const).flatMap((field) => {
    const value = wanted[field];
    const found = value ? store.findBy(field, value) : undefined;
    return found ? [{ field, found }] : [];
  });
  const owner = (row.id ? store.find(row.id) : undefined) ?? matches[0]?.found;
  const foreign = matches.filter((match) => match.found !== owner);
  if (owner && foreign[0] && options.conflicts === "failed") {
    return { outcome: "conflict", other: foreign[0].found };
  }
  for (const match of foreign) delete wanted[match.field];
  const profile = owner ?? store.create(options.newId(), options.at);
  const changed = applyRow(store, profile, row, wanted, options.nullsClear);
  if (changed && owner) {
    profile.updatedAt = options.at;
    store.touched();
  }
  return { outcome: owner ? "updated" : "created", profile };
}

type Wanted = Partial<Record<IndexedField, string | null>>;

/** An impossible phone is dropped without a word (contract 7.5). */
function identifiersOf(row: ProfileRow): Wanted {
  const wanted: Wanted = {};
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

/** The merged values, or undefined when nothing changed. What is not mentioned stays (contract 7.4). */
function mergeValues(old: Properties, sent: Properties, nullsClear: boolean): Properties | undefined {
  let changed = false;
  let emptyBefore = true;
  for (const _ in old) {
    emptyBefore = false;
    break;
  }
  // Keeping the parsed object of a new person saves a copy; with a million of them that is what fits.
  if (emptyBefore && !Object.values(sent).includes(null))
    return Object.keys(sent).length > 0 ? sent : undefined;
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
