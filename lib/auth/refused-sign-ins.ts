import { recordAudit, recordAuditSql } from "@/lib/audit/record";
import { inSqlTransaction, prisma } from "@/lib/db";

/** Whose sign-in was refused, and why: `password`, `code`, `disabled`, `throttled`, or the code of a single sign-on's refusal. */
export interface RefusedSignIn {
  userId: string;
  reason: string;
}

/** For how long refusals of one account and one reason are only counted, behind the first. */
const GATHER_MINUTES = 10;

const signIn = { kind: "system", job: "sign-in" } as const;

const eventOf = (userId: string, details: Record<string, string | number>) => ({
  action: "user.refuse_sign_in" as const,
  objectType: "user" as const,
  objectId: userId,
  details,
});

/**
 * Writes a refused sign-in to the audit log, without what was typed. The first one is written at once; those after it are
 * counted, so that a thousand guesses do not bury everything else.
 */
export async function noteRefusedSignIn({ userId, reason }: RefusedSignIn): Promise<void> {
  await prisma().$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ is_first: boolean }[]>`
      INSERT INTO refused_sign_in AS r (user_id, reason, since) VALUES (${userId}::uuid, ${reason}, clock_timestamp())
      ON CONFLICT (user_id, reason) DO UPDATE SET more = r.more + 1 RETURNING more = 0 AS is_first`;
    if (rows[0]?.is_first) await recordAudit(tx, signIn, eventOf(userId, { reason, attempts: 1 }));
  });
}

interface Gathered {
  user_id: string;
  reason: string;
  since: Date;
  more: number;
}

/** Writes down how many refusals were counted, once their time is over. */
export async function writeGatheredRefusals(): Promise<void> {
  await inSqlTransaction(async (client) => {
    const { rows } = await client.query<Gathered>(
      `DELETE FROM refused_sign_in WHERE since < clock_timestamp() - make_interval(mins => $1)
       RETURNING user_id, reason, since, more`,
      [GATHER_MINUTES],
    );
    for (const { user_id, reason, since, more: attempts } of rows)
      if (attempts > 0)
        await recordAuditSql(
          client,
          signIn,
          eventOf(user_id, { reason, attempts, since: since.toISOString() }),
        );
  });
}
