import type { PoolClient } from "pg";
import { createTranslator } from "next-intl";
import { type Answered, answerOnce } from "@/lib/api/answer-once";
import { type ApiCaller, requireScope, tokenProblem } from "@/lib/api/caller";
import { ApiProblem } from "@/lib/api/problems";
import type { RepeatKey } from "@/lib/api/read-body";
import type { Actor } from "@/lib/auth/permissions";
import { prisma, rawOf } from "@/lib/db";
import { NotFound, type Refused } from "@/lib/errors";
import messages from "@/messages/en.json";
import { startIn } from "../start-run";
import { type StartedRun, startedRunSchema } from "./schema";

/** As long as the token works: one that is revoked meanwhile waits for this transaction. */
async function holdToken(client: PoolClient, { tokenId }: ApiCaller): Promise<void> {
  const sql = "SELECT 1 FROM api_token WHERE id = $1::uuid AND revoked_at IS NULL FOR KEY SHARE";
  const { rows } = await client.query(sql, [tokenId]);
  if (rows.length === 0) throw tokenProblem("token_revoked");
}

function cannotRun({ code, params }: Refused): ApiProblem {
  const t = createTranslator({ locale: "en", messages, namespace: "problems" });
  return new ApiProblem("cannot_run", { reason: code, detail: t(code as "list_busy", params as never) });
}

/**
 * Runs an export for a program, as Ferry itself: a token with `exports:run` may run every export. While its run is
 * under way, that one is answered. Throws ApiProblem where the export is gone or cannot run.
 */
export async function runForProgram(
  caller: ApiCaller,
  input: { exportId: string; mode: "changes" | "full"; repeatKey: RepeatKey | null },
): Promise<Answered<StartedRun>> {
  requireScope(caller, "exports:run");
  const { tokenId } = caller;
  const { exportId, mode, repeatKey } = input;
  const actor: Actor = { kind: "system", job: `api_token:${tokenId}` };
  const request = { tokenId, repeatKey, answer: startedRunSchema };
  return prisma()
    .$transaction(async (tx) => {
      await holdToken(rawOf(tx), caller);
      return answerOnce(rawOf(tx), request, async () => {
        const run = await startIn(tx, actor, { exportId, mode, apiTokenId: tokenId });
        if (!run.ok) throw cannotRun(run);
        return run.value;
      });
    })
    .catch((error: unknown) => {
      throw error instanceof NotFound ? new ApiProblem("export_not_found") : error;
    });
}
