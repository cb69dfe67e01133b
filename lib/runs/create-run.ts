import type { RunMode, RunReason } from "@/generated/prisma/enums";
import type { Actor } from "@/lib/auth/permissions";
import { type Tx, asJson } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import type { RunSettings } from "./settings-schema";
import { isActive } from "./transitions";

/** Days for which a run's rows about people are kept; of the rejected and unconfirmed `PROBLEM_DAYS` (rule 14). */
export const PEOPLE_DAYS = 30;
export const PROBLEM_DAYS = 90;

const DAY_MS = 86_400_000;

/** The day on which a run's rows about rejected and unconfirmed people are dropped. */
export function problemsExpireOn(run: { expiresOn: Date }): Date {
  return new Date(run.expiresOn.getTime() + (PROBLEM_DAYS - PEOPLE_DAYS) * DAY_MS);
}

export interface NewRun {
  actor: Actor;
  exportId: string;
  connectionId: string;
  accountId: string;
  settings: RunSettings;
  mode: RunMode;
  reason: RunReason;
  retryOfId?: string;
  apiTokenId?: string;
}

/** The run that has something open on the list, or null. The list stays locked until the transaction ends. */
async function lockList(tx: Tx, accountId: string, listId: string) {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`list:${accountId}:${listId}`}, 0))::text`;
  const rows = await tx.$queryRaw<{ run_id: string }[]>`
    SELECT run_id FROM run_data.open_list WHERE account_id = ${accountId} AND list_id = ${listId}`;
  const [open] = rows;
  return open ? tx.run.findUnique({ where: { id: open.run_id }, include: { export: true } }) : null;
}

async function findLedger(tx: Tx, { exportId, accountId, settings }: NewRun): Promise<number> {
  const key = { exportId, accountId, listId: settings.listId };
  const ledger = await tx.ledger.upsert({
    where: { exportId_accountId_listId: key },
    create: key,
    update: {},
  });
  return ledger.id;
}

/** The row of a run as it begins. */
export async function toRunRow(tx: Tx, input: NewRun) {
  const { exportId, connectionId, accountId, settings, mode, reason, retryOfId, apiTokenId, actor } = input;
  return {
    exportId,
    connectionId,
    accountId,
    listId: settings.listId,
    ledgerId: await findLedger(tx, input),
    mode,
    reason,
    retryOfId,
    apiTokenId,
    startedById: actor.kind === "user" ? actor.id : null,
    settings: asJson(settings),
    expiresOn: new Date(Date.now() + PEOPLE_DAYS * DAY_MS),
  };
}

/**
 * Makes a run and invites a worker to plan it. One list has one run at a time (rule 10): whoever asks while this
 * export's run is under way gets that one. Refuses `list_busy` where another export's run, and `list_settling` where
 * the submissions of one that ended, are still open on the list.
 */
export async function createRun(tx: Tx, input: NewRun): Promise<Result<{ runId: string; isNew: boolean }>> {
  const { accountId, settings } = input;
  const open = await lockList(tx, accountId, settings.listId);
  if (open && open.exportId !== input.exportId) return refused("list_busy", { export: open.export.name });
  if (open && !isActive(open.status)) return refused("list_settling", { list: settings.listName });
  if (open) return accepted({ runId: open.id, isNew: false });
  const run = await tx.run.create({ data: await toRunRow(tx, input) });
  await tx.$executeRaw`INSERT INTO run_data.open_list (account_id, list_id, run_id)
    VALUES (${accountId}, ${settings.listId}, ${run.id}::uuid)`;
  await enqueue(tx, "run.plan", { runId: run.id }, { key: run.id });
  return accepted({ runId: run.id, isNew: true });
}
