import { type Actor, can } from "@/lib/auth/permissions";
import { pool } from "@/lib/db";
import { maskEmail } from "@/lib/profiles/mask";
import { type ProfileLine, findProfiles } from "@/lib/profiles/queries";
import type { OutcomeRow } from "./outcome-page";

/** One person as their outcome is listed, masked for whom it has to be. */
export interface OutcomePerson {
  /** Of the line on its page. */
  id: string;
  /** Null where the person is no longer a customer. */
  profileId: string | null;
  key: string;
  name: string;
  /** As it was sent; where nothing was, as it is written now. */
  address: string;
  code: string | null;
  /** The destination's own words. */
  detail: string | null;
  field: string | null;
  /** Of a duplicate: who was sent instead. */
  other: { profileId: string; key: string; name: string } | null;
}

/** Who the rows are, masked for whom it has to be. */
export async function toOutcomePeople(
  actor: Actor,
  rows: OutcomeRow[],
  identifierField: string,
): Promise<OutcomePerson[]> {
  const ids = rows.flatMap(({ profileId, otherProfileId }) => [profileId, otherProfileId ?? profileId]);
  const lines = await findProfiles(actor, [...new Set(ids)]);
  const written = await readWrittenAddresses(rows, identifierField);
  const reveal = can(actor, "profile:reveal");
  return rows.map((row, index) => {
    const line = lines.get(row.profileId);
    const address = row.identifier ?? written.get(row.profileId) ?? "";
    return {
      id: String(index),
      profileId: line?.id ?? null,
      key: line?.key ?? "",
      name: line?.name ?? "",
      address: reveal || address === "" ? address : maskEmail(address),
      code: row.code,
      detail: row.detail,
      field: row.field,
      other: toOther(lines, row.otherProfileId),
    };
  });
}

/** What the address field of those holds now who were never sent to any address. */
async function readWrittenAddresses(rows: OutcomeRow[], field: string): Promise<Map<string, string>> {
  const ids = rows.filter(({ identifier }) => identifier === null).map(({ profileId }) => profileId);
  if (ids.length === 0) return new Map();
  const found = await pool().query<{ id: string; written: string }>(
    "SELECT id::text, attributes ->> $2 AS written FROM profile WHERE id = ANY ($1::bigint[]) AND attributes ? $2",
    [ids, field],
  );
  return new Map(found.rows.map(({ id, written }) => [id, written]));
}

function toOther(lines: Map<string, ProfileLine>, id: string | null): OutcomePerson["other"] {
  const line = id === null ? undefined : lines.get(id);
  return line ? { profileId: line.id, key: line.key, name: line.name } : null;
}
