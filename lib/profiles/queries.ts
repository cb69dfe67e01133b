import { type Actor, can, requirePermission } from "@/lib/auth/permissions";
import { pool } from "@/lib/db";
import type { FieldMeaning } from "./field-types";
import { type ProfileField, listFields } from "./fields";
import { findPage } from "./find-page";
import { maskAny, maskValue } from "./mask";
import { type ProfileRow, type ProfileSort, selected } from "./people-sql";
import { canBeFound, readSearchWords } from "./search-words";

/** People a page of a list shows. */
export const PAGE_SIZE = 50;

/** One line of a list of people, masked for whom it has to be. */
export interface ProfileLine {
  id: string;
  key: string;
  name: string;
  email: string;
  phone: string;
}

/** The same with what a list can show besides. */
export interface ListedProfile extends ProfileLine {
  addedAt: string;
  updatedAt: string;
  /** Of the fields that were asked for, by key. */
  values: Record<string, string | number | boolean>;
}

export interface ProfilePage {
  lines: ListedProfile[];
  /** Where the next page begins; absent on the last. */
  nextAfter?: string;
  /** How many were found in all, where that came to light. */
  total?: number;
  /** Whether nobody was looked for, since signs alone say too little. */
  saysTooLittle?: true;
}

const asTheyCame: ProfileSort = { column: "added", direction: "ascending" };

/** The line of a person, masked for whom it has to be. */
export function toLine(actor: Actor, fields: ProfileField[], row: ProfileRow): ProfileLine {
  const reveal = can(actor, "profile:reveal");
  const shown = (meaning: FieldMeaning, value: string) => (reveal ? value : maskValue(meaning, value));
  const value = (meaning: FieldMeaning) => {
    const field = fields.find((one) => one.meaning === meaning && row.attributes[one.key] !== undefined);
    return field ? shown(meaning, String(row.attributes[field.key])) : "";
  };
  const name = value("full_name") || [value("first_name"), value("last_name")].filter(Boolean).join(" ");
  return {
    id: row.id,
    key: shown("external_id", row.key),
    name,
    email: value("email"),
    phone: value("phone"),
  };
}

function toListed(
  actor: Actor,
  fields: ProfileField[],
  row: ProfileRow,
  shown: readonly string[],
): ListedProfile {
  const reveal = can(actor, "profile:reveal");
  const values = fields.flatMap(({ key, meaning }): [string, string | number | boolean][] => {
    const value = shown.includes(key) ? row.attributes[key] : undefined;
    if (value === undefined) return [];
    return [[key, reveal ? value : maskAny(meaning, value)]];
  });
  return {
    ...toLine(actor, fields, row),
    addedAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    values: Object.fromEntries(values),
  };
}

/**
 * A page of people, in the order they first came unless told otherwise; every word of `search` must be part of key, name
 * or address (see find-page.ts). Signs alone find nobody.
 */
export async function listProfiles(
  actor: Actor,
  input: {
    search?: string;
    after?: string;
    segmentId?: string;
    sort?: ProfileSort;
    fields?: readonly string[];
    size?: number;
  },
): Promise<ProfilePage> {
  requirePermission(actor, "profile:read");
  const { search = "", after, segmentId, sort = asTheyCame, fields: shown = [], size = PAGE_SIZE } = input;
  const words = await readSearchWords(search);
  if (!canBeFound(words)) return { lines: [], total: 0, saysTooLittle: true };
  const { rows, total } = await findPage({ words, after, segmentId, sort, size });
  const fields = await listFields(actor);
  const lines = rows.slice(0, size).map((row) => toListed(actor, fields, row, shown));
  return { lines, total, nextAfter: rows.length > size ? lines.at(-1)?.id : undefined };
}

/** The lines of these people, by id; who is gone is not among them. */
export async function findProfiles(actor: Actor, ids: string[]): Promise<Map<string, ProfileLine>> {
  requirePermission(actor, "profile:read");
  const { rows } = await pool().query<ProfileRow>(
    `SELECT ${selected} FROM profile p WHERE id = ANY ($1::bigint[])`,
    [ids],
  );
  const fields = await listFields(actor);
  return new Map(rows.map((row) => [row.id, toLine(actor, fields, row)]));
}
