import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { sealFor, unsealFor } from "@/lib/connections/connection-secrets";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { PAGE_SIZE } from "@/lib/profiles/queries";
import { sumBatches } from "../progress/batch-sums";
import { planCountsSchema, resultSchema } from "../counts";
import { PEOPLE_DAYS, PROBLEM_DAYS } from "../create-run";
import { type FoundRun, findRun } from "../find-run";
import { type OutcomeCounts, toOutcomeCounts } from "./outcome-counts";
import { type OutcomePerson, toOutcomePeople } from "./outcome-people";
import type { OutcomeRow, RunOfPeople } from "./outcome-page";
import { readOutcomeRows } from "./outcome-rows";
import type { OpenableOutcome } from "./outcome-schema";
import { outcomeSources } from "./outcome-sources";

/** How the people of a run have ended so far; null before it is planned. Throws NotFound. */
export async function countOutcomes(actor: Actor, runId: string): Promise<OutcomeCounts | null> {
  requirePermission(actor, "export:read");
  return countFound(await findRun(runId));
}

async function countFound({ id, plan, result }: FoundRun): Promise<OutcomeCounts | null> {
  const sums = (await sumBatches([id])).get(id) ?? null;
  return toOutcomeCounts({
    plan: plan ? planCountsSchema.parse(plan) : null,
    result: result ? resultSchema.parse(result) : null,
    sums,
  });
}

export interface OutcomePage {
  people: OutcomePerson[];
  /** Where the next page begins; absent on the last. Sealed, since it may hold an address. */
  nextAfter?: string;
  /**
   * Why nobody can be listed although the number stands: their time is over; a later run has moved on; or the run
   * stopped at its plan, before it told who stays from who leaves.
   */
  gone: "expired" | "newer_run" | "stopped" | null;
}

/** A page of the people of one outcome; every word of `search` must be part of key, name or address. */
export async function listOutcomePeople(
  actor: Actor,
  input: { runId: string; outcome: OpenableOutcome; search?: string; after?: string; size?: number },
): Promise<OutcomePage> {
  requirePermission(actor, "export:read");
  requirePermission(actor, "profile:read");
  const found = await findRun(input.runId);
  const gone = await whyGone(found, input.outcome);
  if (gone) return { people: [], gone };
  const size = input.size ?? PAGE_SIZE;
  const words = (input.search ?? "").split(/\s+/).filter(Boolean).slice(0, 8);
  const cursor = input.after === undefined ? start : openCursor(found, input.after);
  // One more than shown tells whether there is a next page.
  const rows = await readSources(input.outcome, { run: toRunOfPeople(found), words, cursor, size: size + 1 });
  const shown = rows.slice(0, size);
  const last = rows.length > size ? shown.at(-1) : undefined;
  return {
    people: await toOutcomePeople(actor, shown, found.settings.identifierField),
    nextAfter: last && sealFor(found.connectionId, purposeOf(found), JSON.stringify(last.cursor)),
    gone: null,
  };
}

interface Cursor {
  /** Which of the outcome's sources. */
  source: number;
  place: string[] | null;
}

const start: Cursor = { source: 0, place: null };
const purposeOf = (run: FoundRun) => `people.${run.id}`;

function openCursor(run: FoundRun, after: string): Cursor {
  try {
    return JSON.parse(unsealFor(run.connectionId, purposeOf(run), after)) as Cursor;
  } catch {
    // Of another run, or made up.
    throw new NotFound("page of the people of run", run.id);
  }
}

type FoundRow = OutcomeRow & { cursor: Cursor };

async function readSources(
  outcome: OpenableOutcome,
  { run, words, cursor, size }: { run: RunOfPeople; words: string[]; cursor: Cursor; size: number },
): Promise<FoundRow[]> {
  const found: FoundRow[] = [];
  for (const [index, source] of outcomeSources[outcome].entries()) {
    if (index < cursor.source || found.length >= size) continue;
    const after = index === cursor.source ? cursor.place : null;
    const rows = await readOutcomeRows(source, { run, words, after, size: size - found.length });
    found.push(...rows.map((row) => ({ ...row, cursor: { source: index, place: row.place } })));
  }
  return found;
}

function toRunOfPeople({ id, number, ledgerId, expiresOn }: FoundRun): RunOfPeople {
  return { id, number, ledgerId, expiresOn: expiresOn.toISOString().slice(0, 10) };
}

const DAY_MS = 86_400_000;
const stoppedAtPlan: readonly string[] = ["limit_exceeded", "no_members"];
const keptLonger: readonly OpenableOutcome[] = ["rejected", "unconfirmed"];

async function whyGone(run: FoundRun, outcome: OpenableOutcome): Promise<OutcomePage["gone"]> {
  const days = keptLonger.includes(outcome) ? PROBLEM_DAYS - PEOPLE_DAYS : 0;
  if (Date.now() >= run.expiresOn.getTime() + days * DAY_MS) return "expired";
  if (outcome !== "unchanged") return null;
  if (run.problemCode && stoppedAtPlan.includes(run.problemCode)) return "stopped";
  const later = await prisma().run.findFirst({
    where: { ledgerId: run.ledgerId, number: { gt: run.number }, plannedAt: { not: null } },
    select: { id: true },
  });
  return later && "newer_run";
}
