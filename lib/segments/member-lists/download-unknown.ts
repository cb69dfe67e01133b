import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import type { Download } from "@/lib/download";
import { toCsvLine } from "@/lib/csv-line";
import { findOwnList } from "./find-own-list";

const DOWNLOAD_PAGE = 5_000;

async function* readPieces(listId: string, head: string): AsyncGenerator<string> {
  yield head;
  let after = 0;
  for (;;) {
    const { rows } = await pool().query<{ line: number; value: string }>(
      "SELECT line, value FROM member_list_unknown WHERE list_id = $1 AND line > $2 ORDER BY line LIMIT $3",
      [listId, after, DOWNLOAD_PAGE],
    );
    if (rows.length > 0) yield rows.map(({ line, value }) => toCsvLine([String(line), value])).join("");
    if (rows.length < DOWNLOAD_PAGE) return;
    after = rows.at(-1)?.line ?? after;
  }
}

/** The lines of one's list that name nobody, as CSV. Written down in the audit. Throws NotFound. */
export async function downloadUnknown(actor: Actor, input: { listId: string }): Promise<Download> {
  requirePermission(actor, "segment:write");
  requirePermission(actor, "profile:reveal");
  const list = await findOwnList(actor, input.listId);
  await recordAudit(prisma(), actor, {
    action: "segment.download_unknown",
    objectType: "member_list",
    objectId: list.id,
    details: { lines: list.unknown },
  });
  return {
    fileName: "unknown.csv",
    type: "text/csv; charset=utf-8",
    pieces: readPieces(list.id, `\ufeff${toCsvLine(["line", list.column])}`),
  };
}
