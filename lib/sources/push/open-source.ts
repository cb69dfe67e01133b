import type { PoolClient } from "pg";
import { type ApiCaller, tokenProblem } from "@/lib/api/caller";
import { enqueue } from "@/lib/jobs/enqueue";
import { type SourceColumn, sourceColumnSchema } from "../schema";

/** For how long pushes are gathered before the segments are asked to refresh. */
const GATHER_MS = 15_000;

/** A source, and the token through which it is fed. */
export interface OpenSource {
  tokenId: string;
  sourceId: string;
  columns: SourceColumn[];
}

/**
 * The source that a token feeds, with its columns, as long as the token works: one that is revoked meanwhile waits for
 * this transaction, and one that was is refused here, however long it stood in line.
 */
export async function openSource(client: PoolClient, { tokenId }: ApiCaller): Promise<OpenSource> {
  const { rows } = await client.query<{ id: string; columns: unknown }>(
    `SELECT s.id, s.columns FROM api_token t JOIN source s ON s.id = t.source_id
     WHERE t.id = $1 AND t.revoked_at IS NULL FOR KEY SHARE OF t`,
    [tokenId],
  );
  if (!rows[0]) throw tokenProblem("token_revoked");
  return { tokenId, sourceId: rows[0].id, columns: sourceColumnSchema.array().parse(rows[0].columns) };
}

/** Notes that people of a source changed, and asks once for all pushes of the next seconds to refresh the segments. */
export async function notePush(client: PoolClient, sourceId: string): Promise<void> {
  await client.query(
    "UPDATE source SET pushed_at = now(), refresh_due = coalesce(refresh_due, now()) WHERE id = $1",
    [sourceId],
  );
  await enqueue(client, "source.pushed", {}, { key: "all", afterMs: GATHER_MS });
}
