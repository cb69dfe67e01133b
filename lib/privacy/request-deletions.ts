import type { ErasureDeletion } from "@/generated/prisma/client";
import { openConnection } from "@/lib/connections/open-channel";
import { prisma } from "@/lib/db";
import { DestinationFailure } from "@/lib/destinations/destination-failure";
import { SlotWait } from "@/lib/limiter/limit-requests";
import type { Person } from "./find-person";

const MOST_ATTEMPTS = 20;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

/** What becomes of a request that did not go through. */
interface Setback {
  why: "scope_missing" | "credential" | "refused" | "unreachable" | "busy" | "connection";
  /** Null where trying again is of no use. */
  waitMs: number | null;
}

function setbackOf(error: unknown, attempts: number): Setback {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts);
  if (error instanceof SlotWait) return { why: "busy", waitMs: error.waitMs };
  if (!(error instanceof DestinationFailure)) return { why: "unreachable", waitMs };
  switch (error.report.kind) {
    case "forbidden":
      return { why: "scope_missing", waitMs: null };
    case "auth":
      return { why: "credential", waitMs: null };
    case "rate_limited":
      return { why: "busy", waitMs: error.report.retryAfterMs };
    case "transient":
    case "ambiguous":
      return { why: "unreachable", waitMs: error.report.retryAfterMs ?? waitMs };
    default:
      return { why: "refused", waitMs: null };
  }
}

type Place = Pick<ErasureDeletion, "erasureId" | "connectionId">;

async function end(
  { erasureId, connectionId }: Place,
  state: "requested" | "unknown" | "failed",
  code?: string,
) {
  await prisma().erasureDeletion.update({
    where: { erasureId_connectionId: { erasureId, connectionId } },
    data: { state, code: code ?? null, endedAt: new Date() },
  });
}

async function putOff(deletion: ErasureDeletion, { why, waitMs }: Setback): Promise<void> {
  if (waitMs === null || deletion.attempts + 1 >= MOST_ATTEMPTS) return end(deletion, "failed", why);
  const { erasureId, connectionId } = deletion;
  await prisma().erasureDeletion.update({
    where: { erasureId_connectionId: { erasureId, connectionId } },
    data: { code: why, attempts: { increment: 1 }, dueAt: new Date(Date.now() + waitMs) },
  });
}

async function ask(deletion: ErasureDeletion, { addresses }: Person): Promise<void> {
  const connection = await prisma().connection.findUniqueOrThrow({ where: { id: deletion.connectionId } });
  if (connection.status !== "active") return end(deletion, "failed", "connection");
  try {
    const channel = await openConnection(connection);
    const answers: string[] = [];
    for (const address of addresses) answers.push(await channel.requestErasure(address));
    await end(deletion, answers.includes("requested") ? "requested" : "unknown");
  } catch (error) {
    await putOff(deletion, setbackOf(error, deletion.attempts));
  }
}

/**
 * Asks the chosen destinations to erase the person too. What may pass is asked again later: answers when, or null when
 * each has answered or given its last word.
 */
export async function requestDeletions(erasureId: string, person: Person): Promise<Date | null> {
  const due = await prisma().erasureDeletion.findMany({
    where: { erasureId, state: "pending", dueAt: { lte: new Date() } },
  });
  for (const deletion of due) await ask(deletion, person);
  const next = await prisma().erasureDeletion.findFirst({
    where: { erasureId, state: "pending" },
    orderBy: { dueAt: "asc" },
  });
  return next?.dueAt ?? null;
}
