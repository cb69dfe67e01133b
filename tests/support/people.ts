import { pool, prisma } from "@/lib/db";
import type { FieldType } from "@/lib/profiles/field-types";
import type { Condition, Item, MemberCondition, Rule, SegmentDefinition } from "@/lib/segments/definition";
import type { Operator } from "@/lib/segments/operators";

export type Attributes = Record<string, string | number | boolean>;

/** Puts fields into the catalogue. */
export async function addFields(types: Record<string, FieldType>): Promise<void> {
  const data = Object.entries(types).map(([key, type]) => ({ key, name: key, type }));
  await prisma().field.createMany({ data });
}

/** Puts unified profiles in, by customer key. */
export async function addPeople(people: Record<string, Attributes>): Promise<void> {
  await pool().query(
    `INSERT INTO profile (key, attributes, search) SELECT key, attributes, lower(key)
     FROM unnest($1::text[], $2::jsonb[]) AS one(key, attributes)`,
    [Object.keys(people), Object.values(people).map((attributes) => JSON.stringify(attributes))],
  );
}

export function condition(field: string, operator: Operator, ...values: string[]): Condition {
  return { kind: "condition", field, operator, values };
}

/** A condition on the membership in another segment. */
export function inSegment(segmentId: string, isMember = true, name = "Another"): MemberCondition {
  return { kind: "segment", segmentId, name, isMember };
}

export function ofRules(...rules: Rule[]): SegmentDefinition {
  return { version: 2, timeZone: "UTC", rules };
}

/** One rule whose conditions have to be met, all of them. */
export function allOf(...items: Item[]): SegmentDefinition {
  return ofRules({ combine: "union", group: { kind: "group", match: "all", items } });
}

/** The customer keys of a segment's members, in alphabetical order. */
export async function memberKeys(segmentId: string): Promise<string[]> {
  const { rows } = await pool().query<{ key: string }>(
    `SELECT p.key FROM segment_member m JOIN profile p ON p.id = m.profile_id
     WHERE m.segment_id = $1 ORDER BY p.key COLLATE "C"`,
    [segmentId],
  );
  return rows.map(({ key }) => key);
}
