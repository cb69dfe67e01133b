import type { PoolClient } from "pg";
import { type Answered, answerOnce } from "@/lib/api/answer-once";
import { type ApiCaller, requireScope } from "@/lib/api/caller";
import type { RepeatKey } from "@/lib/api/read-body";
import { unifyProfiles } from "@/lib/profiles/unify-profiles";
import { mergeInTurn } from "./in-turn";
import { type OpenSource, notePush, openSource } from "./open-source";
import { recordPush } from "./pushes";
import { toRefusedRow } from "./refusal-sentences";
import {
  type RefusalReason,
  type RefusedRow,
  type WithdrawalAnswer,
  pushKeySchema,
  withdrawalAnswerSchema,
} from "./schema";

/** The keys of a withdrawal, each once, and those no person can have. */
export function readKeys(rows: unknown[]): { keys: string[]; refused: RefusedRow[] } {
  const keys = new Set<string>();
  const refused: RefusedRow[] = [];
  rows.forEach((raw, index) => {
    const parsed = pushKeySchema.safeParse(raw);
    // Every rule of the schema names its reason.
    const reason = parsed.error?.issues[0]?.message as RefusalReason | undefined;
    if (reason) refused.push(toRefusedRow(index, "key", reason));
    else if (parsed.data && keys.has(parsed.data)) refused.push(toRefusedRow(index, "key", "key_repeated"));
    else if (parsed.data) keys.add(parsed.data);
  });
  return { keys: [...keys], refused };
}

async function withdrawFrom(
  client: PoolClient,
  source: OpenSource,
  rows: unknown[],
): Promise<WithdrawalAnswer> {
  const { sourceId } = source;
  const { keys, refused } = readKeys(rows);
  await client.query("CREATE TEMP TABLE withdrawn (key text) ON COMMIT DROP");
  const { rowCount } = await client.query(
    `WITH gone AS (DELETE FROM source_record WHERE source_id = $1 AND key = ANY($2) RETURNING key)
     INSERT INTO withdrawn SELECT key FROM gone`,
    [sourceId, keys],
  );
  const removed = rowCount ?? 0;
  if (removed > 0) {
    await client.query("ANALYZE withdrawn");
    await unifyProfiles(client, "withdrawn");
    await notePush(client, sourceId);
  }
  const counts = { removed, unknown: keys.length - removed, refused: refused.length };
  await recordPush(client, source, counts);
  return { counts, refused };
}

/** Takes away what the token's source says about the people of `rows`; profiles that no other source knows go with it. */
export async function withdrawProfiles(
  caller: ApiCaller,
  input: { rows: unknown[]; repeatKey: RepeatKey | null },
): Promise<Answered<WithdrawalAnswer>> {
  requireScope(caller, "profiles:delete");
  return mergeInTurn(async (client) => {
    const source = await openSource(client, caller);
    const request = { tokenId: caller.tokenId, repeatKey: input.repeatKey, answer: withdrawalAnswerSchema };
    return answerOnce(client, request, () => withdrawFrom(client, source, input.rows));
  });
}
