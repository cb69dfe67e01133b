import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import type { Download } from "@/lib/download";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/is-id";
import { listFields } from "@/lib/profiles/fields";
import { toCsvLine } from "@/lib/csv-line";

/** People read at once; the next are read when these have been taken. */
const DOWNLOAD_PAGE = 1_000;

interface MemberRow {
  id: string;
  key: string;
  attributes: Record<string, string | number | boolean>;
}

async function* readPieces(segmentId: string, keys: string[], head: string): AsyncGenerator<string> {
  yield head;
  let after = "0";
  for (;;) {
    const { rows } = await pool().query<MemberRow>(
      `SELECT p.id::text, p.key, p.attributes FROM segment_member m JOIN profile p ON p.id = m.profile_id
       WHERE m.segment_id = $1 AND m.profile_id > $2::bigint ORDER BY m.profile_id LIMIT $3`,
      [segmentId, after, DOWNLOAD_PAGE],
    );
    const line = ({ key, attributes }: MemberRow) =>
      toCsvLine([key, ...keys.map((field) => String(attributes[field] ?? ""))]);
    if (rows.length > 0) yield rows.map(line).join("");
    if (rows.length < DOWNLOAD_PAGE) return;
    after = rows.at(-1)?.id ?? after;
  }
}

/**
 * A segment's members as CSV: their key and all fields, as they are stored. Editors only (rule 24); written down in the
 * audit. Throws NotFound.
 */
export async function downloadMembers(actor: Actor, input: { segmentId: string }): Promise<Download> {
  requirePermission(actor, "segment:read");
  requirePermission(actor, "profile:reveal");
  const { segmentId } = input;
  const segment = isId(segmentId)
    ? await prisma().segment.findUnique({ where: { id: segmentId }, select: { members: true } })
    : null;
  if (!segment) throw new NotFound("segment", segmentId);
  const fields = await listFields(actor);
  await recordAudit(prisma(), actor, {
    action: "segment.download",
    objectType: "segment",
    objectId: segmentId,
    details: { members: segment.members, fields: fields.length },
  });
  // The mark at the start is how spreadsheets know UTF-8.
  const head = `\ufeff${toCsvLine(["customer_key", ...fields.map(({ name }) => name)])}`;
  return {
    fileName: `segment-${segmentId.slice(-8)}.csv`,
    type: "text/csv; charset=utf-8",
    pieces: readPieces(
      segmentId,
      fields.map(({ key }) => key),
      head,
    ),
  };
}
