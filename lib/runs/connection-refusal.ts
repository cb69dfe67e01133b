import { type AttentionCode, markAttention } from "@/lib/connections/mark-attention";
import { openConnection } from "@/lib/connections/open-channel";
import { pool, prisma } from "@/lib/db";
import { DestinationFailure, type FailureReport } from "@/lib/destinations/destination-failure";
import { recordEvent } from "./record-event";
import type { RunContext } from "./run-context";

export interface Refusal {
  code: AttentionCode;
  params?: Record<string, string>;
}

/** What a missing scope, or a refused credential, says about the connection. */
export function refusalOf({ connection }: RunContext, report: FailureReport): Refusal {
  if (report.kind === "forbidden")
    return { code: "scopes_missing", params: { scopes: report.missingScopes.join(", ") } };
  return { code: connection.oauthAt ? "tokens_dead" : "key_refused" };
}

/** Whether the credential is refused for the second time; one 401 alone may be an incident (rule 12, contract 9). */
async function isRefusedAgain({ connection }: RunContext): Promise<boolean> {
  try {
    const channel = await openConnection(connection);
    await channel.whoAmI();
    return false;
  } catch (error) {
    return error instanceof DestinationFailure && error.kind === "auth";
  }
}

/** Whether another credential was saved meanwhile, of which a refusal says nothing. */
async function isReplaced({ connection }: RunContext): Promise<boolean> {
  const { checkedAt } = await prisma().connection.findUniqueOrThrow({ where: { id: connection.id } });
  return checkedAt?.getTime() !== connection.checkedAt?.getTime();
}

/**
 * Says of the connection that it needs attention. False, and nothing is said, where one 401 was all there was, or where
 * the credential that was refused is no longer the connection's.
 */
export async function noteRefusal(context: RunContext, refusal: Refusal): Promise<boolean> {
  if (refusal.code !== "scopes_missing" && !(await isRefusedAgain(context))) return false;
  if (await isReplaced(context)) return false;
  await prisma().$transaction((tx) => markAttention(tx, context.connection.id, refusal));
  await recordEvent(pool(), { runId: context.run.id, level: "problem", ...refusal });
  return true;
}
