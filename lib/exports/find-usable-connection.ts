import { type Actor, canUseConnection } from "@/lib/auth/permissions";
import type { ConnectionStatus } from "@/generated/prisma/enums";
import type { Tx } from "@/lib/db";
import { isId } from "@/lib/is-id";

/** A connection that is shared with `actor`, whatever its state; null where there is none, as for a removed one. */
export async function findUsableConnection(tx: Tx, actor: Actor, connectionId: string) {
  if (!isId(connectionId)) return null;
  const row = await tx.connection.findUnique({
    where: { id: connectionId },
    include: { users: { select: { userId: true } } },
  });
  return row && row.status !== "removed" && canUseConnection(actor, row) ? row : null;
}
export type UsableConnection = NonNullable<Awaited<ReturnType<typeof findUsableConnection>>>;

/** Why nothing can be asked of a connection's account now, as a code; null where it can. */
export function connectionProblem(status: ConnectionStatus): string | null {
  const problems = {
    draft: { code: "connection_draft" },
    active: null,
    needs_attention: { code: "connection_needs_attention" },
    consent_withdrawn: { code: "connection_without_consent" },
    removed: { code: "connection_unknown" },
  } as const;
  return problems[status]?.code ?? null;
}
