import type { Run } from "@/generated/prisma/client";
import { prisma } from "@/lib/db";
import { problemsExpireOn } from "../create-run";
import type { FreezeSubject } from "./freeze";

/** A run as far as freezing needs it. */
export async function subjectOf(run: Run): Promise<FreezeSubject> {
  const { mode, accountId, listId, ledgerId } = run;
  const earlier = run.retryOfId
    ? await prisma().run.findUniqueOrThrow({ where: { id: run.retryOfId } })
    : null;
  const retryOf = earlier && {
    runId: earlier.id,
    number: earlier.number,
    expiresOn: earlier.expiresOn,
    problemsExpireOn: problemsExpireOn(earlier),
  };
  return { mode, accountId, listId, ledgerId, retryOf, again: run.plan === null ? null : run };
}
