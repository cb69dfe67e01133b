import { pool } from "@/lib/db";
import type { Profile } from "../compare-list";

const PEOPLE_AT_ONCE = 10_000;

// As they have to stand at Klaviyo, from the profiles alone.
const wantedSql = `
  SELECT p.id, lower(btrim(p.attributes->>'email')) AS email, jsonb_build_object(
    'first_name', p.attributes->'first_name', 'last_name', p.attributes->'last_name',
    'phone_number', p.attributes->'phone',
    'location', jsonb_build_object('city', p.attributes->'city', 'country', p.attributes->'country'),
    'properties', jsonb_build_object('newsletter', p.attributes->'newsletter', 'orders', p.attributes->'orders',
      'spent', p.attributes->'spent', 'last_order', p.attributes->'last_order', 'plan', p.attributes->'plan')
  ) AS parts
  FROM segment_member m JOIN profile p ON p.id = m.profile_id
  WHERE m.segment_id = $1 AND m.profile_id > $2 ORDER BY m.profile_id LIMIT ${PEOPLE_AT_ONCE}`;

/** Everybody of the segment as they have to be on the list. */
export async function* wantedPeople(segmentId: string): AsyncGenerator<Profile> {
  let after = "0";
  for (;;) {
    const { rows } = await pool().query<{ id: string; email: string; parts: Omit<Profile, "email"> }>(
      wantedSql,
      [segmentId, after],
    );
    for (const { email, parts } of rows) yield { ...parts, email };
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
