import { type Actor, can, requirePermission } from "@/lib/auth/permissions";
import { pool } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import type { FieldMeaning } from "./field-types";
import { type ProfileField, listFields } from "./fields";
import { maskValue } from "./mask";

/** People a page of a list shows. */
export const PAGE_SIZE = 50;

interface ProfileRow {
  id: string;
  key: string;
  attributes: Record<string, string | number | boolean>;
  updated_at: Date;
}

/** One line of a list of people, masked for whom it has to be. */
export interface ProfileLine {
  id: string;
  key: string;
  name: string;
  email: string;
  phone: string;
}

export interface ProfilePage {
  lines: ProfileLine[];
  /** Where the next page begins; absent on the last. */
  nextAfter?: string;
}

function toLine(actor: Actor, fields: ProfileField[], row: ProfileRow): ProfileLine {
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

function toPage(actor: Actor, fields: ProfileField[], rows: ProfileRow[], size: number): ProfilePage {
  const lines = rows.slice(0, size).map((row) => toLine(actor, fields, row));
  return { lines, nextAfter: rows.length > size ? rows[size - 1]?.id : undefined };
}

const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;

/** A page of people, in the order they first came; every word of `search` must be part of key, name or address. */
export async function listProfiles(
  actor: Actor,
  input: { search?: string; after?: string; segmentId?: string; size?: number },
): Promise<ProfilePage> {
  requirePermission(actor, "profile:read");
  const size = input.size ?? PAGE_SIZE;
  const words = (input.search ?? "").split(/\s+/).filter(Boolean).slice(0, 8);
  const params: unknown[] = [input.after ?? "0", size + 1];
  const conditions = ["p.id > $1::bigint"];
  for (const word of words) conditions.push(`p.search LIKE fold_text($${params.push(likePattern(word))})`);
  if (input.segmentId)
    conditions.push(
      `EXISTS (SELECT 1 FROM segment_member m WHERE m.profile_id = p.id AND m.segment_id = $${params.push(input.segmentId)}::uuid)`,
    );
  const { rows } = await pool().query<ProfileRow>(
    `SELECT p.id::text, p.key, p.attributes, p.updated_at FROM profile p
     WHERE ${conditions.join(" AND ")} ORDER BY p.id LIMIT $2`,
    params,
  );
  return toPage(actor, await listFields(actor), rows, size);
}

/** The lines of these people, by id; who is gone is not among them. */
export async function findProfiles(actor: Actor, ids: string[]): Promise<Map<string, ProfileLine>> {
  requirePermission(actor, "profile:read");
  const { rows } = await pool().query<ProfileRow>(
    "SELECT id::text, key, attributes, updated_at FROM profile WHERE id = ANY ($1::bigint[])",
    [ids],
  );
  const fields = await listFields(actor);
  return new Map(rows.map((row) => [row.id, toLine(actor, fields, row)]));
}

export async function countProfiles(actor: Actor): Promise<number> {
  requirePermission(actor, "profile:read");
  const { rows } = await pool().query<{ count: number }>("SELECT count(*)::int AS count FROM profile");
  return rows[0]?.count ?? 0;
}

/** One person: attributes in the catalogue's order, the sources that know them, and the segments they are in. */
export async function getProfile(actor: Actor, profileId: string) {
  requirePermission(actor, "profile:read");
  if (!/^\d{1,18}$/.test(profileId)) throw new NotFound("profile", profileId);
  const { rows } = await pool().query<ProfileRow>(
    "SELECT id::text, key, attributes, updated_at FROM profile WHERE id = $1",
    [profileId],
  );
  const row = rows[0];
  if (!row) throw new NotFound("profile", profileId);
  const fields = await listFields(actor);
  const sources = await pool().query<{ id: string; name: string }>(
    `SELECT s.id, s.name FROM source_record r JOIN source s ON s.id = r.source_id WHERE r.key = $1 ORDER BY s.position`,
    [row.key],
  );
  const segments = await pool().query<{ id: string; name: string }>(
    `SELECT s.id, s.name FROM segment_member m JOIN segment s ON s.id = m.segment_id WHERE m.profile_id = $1 ORDER BY s.name`,
    [profileId],
  );
  const reveal = can(actor, "profile:reveal");
  return {
    ...toLine(actor, fields, row),
    updatedAt: row.updated_at,
    attributes: fields.flatMap((field) => {
      const value = row.attributes[field.key];
      if (value === undefined) return [];
      const shown = typeof value === "string" && !reveal ? maskValue(field.meaning, value) : value;
      return [{ ...field, value: shown }];
    }),
    sources: sources.rows,
    segments: segments.rows,
  };
}
