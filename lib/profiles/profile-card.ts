import { type Actor, can, requirePermission } from "@/lib/auth/permissions";
import { pool } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { type ProfileField, listFields } from "./fields";
import { maskAny } from "./mask";
import { type ProfileRow, selected } from "./people-sql";
import { type ProfileLine, toLine } from "./queries";

type Value = string | number | boolean;

interface Named {
  id: string;
  name: string;
}

/** One attribute of a person, and who says so. */
export interface CardAttribute extends ProfileField {
  value: Value;
  /** The source whose value it is; absent for the moment in which sources and profile are being brought together. */
  source?: Named;
  /** What the sources after it say about the same field. */
  others: { source: Named; value: Value; isSame: boolean }[];
}

export interface ProfileCard extends ProfileLine {
  addedAt: string;
  updatedAt: string;
  attributes: CardAttribute[];
  sources: Named[];
  segments: Named[];
}

interface RecordRow extends Named {
  attributes: Record<string, Value>;
}

/** One person: attributes in the catalogue's order with what each source says, and the segments they are in. Throws NotFound. */
export async function getProfile(actor: Actor, profileId: string): Promise<ProfileCard> {
  requirePermission(actor, "profile:read");
  const row = /^\d{1,18}$/.test(profileId) ? await readProfile(profileId) : undefined;
  if (!row) throw new NotFound("profile", profileId);
  const fields = await listFields(actor);
  const records = await pool().query<RecordRow>(
    `SELECT s.id, s.name, r.attributes FROM source_record r JOIN source s ON s.id = r.source_id
     WHERE r.key = $1 ORDER BY s.position`,
    [row.key],
  );
  const segments = await pool().query<Named>(
    `SELECT s.id, s.name FROM segment_member m JOIN segment s ON s.id = m.segment_id
     WHERE m.profile_id = $1 ORDER BY s.name`,
    [profileId],
  );
  const reveal = can(actor, "profile:reveal");
  return {
    ...toLine(actor, fields, row),
    addedAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    attributes: fields
      .flatMap((field) => toAttribute(field, row.attributes[field.key], records.rows))
      .map((attribute) => (reveal ? attribute : maskAttribute(attribute))),
    sources: records.rows.map(({ id, name }) => ({ id, name })),
    segments: segments.rows,
  };
}

async function readProfile(profileId: string): Promise<ProfileRow | undefined> {
  const { rows } = await pool().query<ProfileRow>(`SELECT ${selected} FROM profile p WHERE p.id = $1`, [
    profileId,
  ]);
  return rows[0];
}

function toAttribute(field: ProfileField, value: Value | undefined, records: RecordRow[]): CardAttribute[] {
  if (value === undefined) return [];
  const saying = records.flatMap(({ id, name, attributes }) => {
    const said = attributes[field.key];
    return said === undefined ? [] : [{ source: { id, name }, value: said, isSame: said === value }];
  });
  const winner = saying.find(({ isSame }) => isSame);
  return [{ ...field, value, source: winner?.source, others: saying.filter((one) => one !== winner) }];
}

function maskAttribute(attribute: CardAttribute): CardAttribute {
  const masked = (value: Value) => maskAny(attribute.meaning, value);
  return {
    ...attribute,
    value: masked(attribute.value),
    others: attribute.others.map((other) => ({ ...other, value: masked(other.value) })),
  };
}
