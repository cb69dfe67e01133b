import type { PoolClient } from "pg";
import type { z } from "zod";
import { ApiProblem } from "./problems";
import type { RepeatKey } from "./read-body";

/** For how long a repeated request is known. */
export const REPEAT_HOURS = 24;

export interface Answered<Answer> {
  answer: Answer;
  /** Whether it is the answer to an earlier request, and nothing was done now. */
  isRepeat: boolean;
}

/** Takes the key; false where it was taken within its time, by a request that is over or that this one waited for. */
async function takeKey(client: PoolClient, tokenId: string, key: RepeatKey): Promise<boolean> {
  const { rows } = await client.query(
    `INSERT INTO api_answer (token_id, key_hash, request_hash) VALUES ($1::uuid, $2, $3)
     ON CONFLICT (token_id, key_hash) DO UPDATE SET request_hash = excluded.request_hash, answer = NULL, created_at = now()
       WHERE api_answer.created_at < now() - make_interval(hours => $4::int) RETURNING 1`,
    [tokenId, key.keyHash, key.requestHash, REPEAT_HOURS],
  );
  return rows.length === 1;
}

/**
 * Does `work` in the caller's transaction, unless the same request was answered before: then it is answered the same,
 * and nothing is done. Effect and answer commit together, so of two at once one has an effect. Throws ApiProblem where
 * the key was used for another request.
 */
export async function answerOnce<Answer extends object>(
  client: PoolClient,
  request: { tokenId: string; repeatKey: RepeatKey | null; answer: z.ZodType<Answer> },
  work: () => Promise<Answer>,
): Promise<Answered<Answer>> {
  const { tokenId, repeatKey } = request;
  if (!repeatKey) return { answer: await work(), isRepeat: false };
  const place = [tokenId, repeatKey.keyHash];
  if (await takeKey(client, tokenId, repeatKey)) {
    const answer = await work();
    await client.query(
      "UPDATE api_answer SET answer = $3::jsonb WHERE token_id = $1::uuid AND key_hash = $2 RETURNING 1",
      [...place, JSON.stringify(answer)],
    );
    return { answer, isRepeat: false };
  }
  const { rows } = await client.query<{ request_hash: string; answer: unknown }>(
    "SELECT request_hash, answer FROM api_answer WHERE token_id = $1::uuid AND key_hash = $2",
    place,
  );
  const [known] = rows;
  if (known?.request_hash !== repeatKey.requestHash) throw new ApiProblem("idempotency_key_reused");
  return { answer: request.answer.parse(known.answer), isRepeat: true };
}
