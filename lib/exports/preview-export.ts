import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { findDestination } from "@/lib/destinations/registry";
import type { Destination } from "@/lib/destinations/types";
import { NotFound, type Result, accepted, refusedField } from "@/lib/errors";
import { acceptedAddressSql } from "@/lib/profiles/accepted-address-sql";
import { listFields } from "@/lib/profiles/fields";
import { cleanMapping } from "./check-settings";
import { findUsableConnection } from "./find-usable-connection";
import { type PreviewPerson, type PreviewRow, toPreviewRow } from "./preview-row";
import type { PreviewExportInput } from "./schema";

const SAMPLE_SIZE = 20;

const kinds = ["valid", "no_email", "invalid_email", "duplicate", "excluded"] as const;

export interface ExportPreview {
  /** People of the segments; the five after it are its parts. */
  members: number;
  valid: number;
  noEmail: number;
  invalidEmail: number;
  duplicate: number;
  excluded: number;
  /** Most valid people of one run; null while no connection is chosen. */
  limit: number | null;
  sample: PreviewRow[];
}

/**
 * Whom a run would leave out and why, the first reason of: excluded, in a segment or by an address; no address; one
 * that is not accepted; the address of somebody with a smaller key (rule 4).
 */
function previewSql(rule: Destination["identifierRule"]): string {
  return `WITH excluded AS MATERIALIZED (
      SELECT DISTINCT p.id, run_data.normal_address(p.attributes->>$3) AS address
      FROM segment_member m JOIN profile p ON p.id = m.profile_id WHERE m.segment_id = ANY ($2::uuid[])),
    member AS MATERIALIZED (
      SELECT p.id, p.key, coalesce(run_data.normal_address(p.attributes->>$3), '') COLLATE "C" AS address
      FROM profile p WHERE p.id IN (SELECT profile_id FROM segment_member WHERE segment_id = ANY ($1::uuid[]))),
    judged AS MATERIALIZED (
      SELECT m.id, m.key, m.address, CASE
        WHEN m.id IN (SELECT id FROM excluded) THEN 'excluded'
        WHEN m.address = '' THEN 'no_email'
        WHEN m.address IN (SELECT address FROM excluded WHERE address <> '') THEN 'excluded'
        WHEN NOT ${acceptedAddressSql(rule, "m.address")} THEN 'invalid_email'
        ELSE 'valid' END AS outcome
      FROM member m),
    told AS MATERIALIZED (
      SELECT id, CASE WHEN outcome = 'valid'
          AND row_number() OVER (PARTITION BY outcome, address ORDER BY key COLLATE "C") > 1
        THEN 'duplicate' ELSE outcome END AS outcome
      FROM judged)
    SELECT
      (SELECT json_object_agg(outcome, people) FROM
        (SELECT outcome, count(*) AS people FROM told GROUP BY outcome) counted) AS counts,
      (SELECT json_agg(json_build_object('profileId', p.id::text, 'key', p.key, 'attributes', p.attributes,
          'outcome', first.outcome) ORDER BY p.id)
        FROM (SELECT * FROM told ORDER BY id LIMIT ${SAMPLE_SIZE}) first JOIN profile p USING (id)) AS sample`;
}

interface Found {
  counts: Partial<Record<(typeof kinds)[number], number>> | null;
  sample: PreviewPerson[] | null;
}

/** What the form's settings would send now: how many, whom not and why, and a few people, masked for everybody. */
export async function previewExport(actor: Actor, input: PreviewExportInput): Promise<Result<ExportPreview>> {
  requirePermission(actor, "export:write");
  const destination = findDestination(input.destination);
  if (!destination) throw new NotFound("destination", input.destination);
  const fields = await listFields(actor);
  if (!fields.some(({ key }) => key === input.identifierField))
    return refusedField("identifierField", "field_unknown", { field: input.identifierField });
  const { rows } = await pool().query<Found>(previewSql(destination.identifierRule), [
    input.segmentIds,
    input.excludedSegmentIds,
    input.identifierField,
  ]);
  const [valid = 0, noEmail = 0, invalidEmail = 0, duplicate = 0, excluded = 0] = kinds.map(
    (kind) => rows[0]?.counts?.[kind] ?? 0,
  );
  const settings = { ...input, mapping: cleanMapping(destination, input.mapping) };
  return accepted({
    members: valid + noEmail + invalidEmail + duplicate + excluded,
    valid,
    noEmail,
    invalidEmail,
    duplicate,
    excluded,
    limit: await limitOf(actor, input.connectionId),
    sample: (rows[0]?.sample ?? []).map((person) => toPreviewRow(person, { destination, fields, settings })),
  });
}

async function limitOf(actor: Actor, connectionId: string | undefined): Promise<number | null> {
  if (connectionId === undefined) return null;
  return (await findUsableConnection(prisma(), actor, connectionId))?.exportLimit ?? null;
}
