import type { PoolClient } from "pg";
import type { RunMode } from "@/generated/prisma/enums";
import { advisoryLocks } from "@/lib/advisory-locks";
import type { Destination } from "@/lib/destinations/types";
import { type Hold, judgeBrake } from "./brake";
import type { PlanCounts } from "../counts";
import { attributeNames } from "./attribute-names";
import { countRemovals, freezeLeavers } from "./freeze-leavers";
import { countFrozen, freezeMembers } from "./freeze-members";
import type { RunProblem } from "../move-run";
import { personSql } from "./person-sql";
import { type Again, type SentBefore, keepSent, setAsideSent } from "./sent-before";
import type { RunSettings } from "../settings-schema";

/** What is frozen: a run, or what a run would be. */
export interface FreezeSubject {
  mode: RunMode;
  accountId: string;
  listId: string;
  ledgerId: number;
  /** Of a retry: the run whose failures it repairs. */
  retryOf: { number: bigint; expiresOn: Date; problemsExpireOn: Date; runId: string } | null;
  /** Of a run that is planned again: itself. */
  again: Again | null;
}

export interface FreezeLimits {
  removalPercent: number;
  invalidPercent: number;
}

export interface Frozen {
  plan: PlanCounts;
  /** Of those in the plan, whom the run has taken off before. */
  removedBefore: number;
  /** Why it must not go on; null where it may. */
  problem: RunProblem | null;
  /** Why it needs somebody's approval. */
  hold: Hold | null;
}

/** Gives everything that is mapped a place in the ledger's names, adding what is new. */
async function placeAttributes(client: PoolClient, ledgerId: number, settings: RunSettings): Promise<void> {
  await client.query(
    `UPDATE ledger SET attribute_names = attribute_names || ARRAY(
       SELECT name FROM unnest($2::text[]) AS name WHERE name <> ALL (attribute_names)) WHERE id = $1`,
    [ledgerId, [...new Set(attributeNames(settings.mapping))]],
  );
}

async function countLedger(client: PoolClient, ledgerId: number): Promise<number> {
  const { rows } = await client.query<{ people: number }>(
    "SELECT count(*)::int AS people FROM run_data.ledger_entry WHERE ledger_id = $1",
    [ledgerId],
  );
  return rows[0]?.people ?? 0;
}

/** Who is erased meanwhile would be frozen as they were: erasures wait for the end of the transaction, or come before. */
async function holdErasures(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock_shared($1)", [advisoryLocks.erasure]);
}

function settingsFor(mode: RunMode, settings: RunSettings): RunSettings {
  return mode === "leave_list" ? { ...settings, segments: [], leavers: "remove" } : settings;
}

function addSent(
  counts: Omit<PlanCounts, "remove">,
  { add, change }: SentBefore,
): Omit<PlanCounts, "remove"> {
  const { members } = counts;
  return {
    ...counts,
    members: members + add + change,
    add: counts.add + add,
    change: counts.change + change,
  };
}

/**
 * Decides what is to happen to whom, as the temporary tables `frozen` and `leaving`, and whether it may: the one place
 * where a run and a dry run look at people, so that the second tells what the first would do. Writes nothing that
 * outlives the transaction but names of attributes.
 */
export async function freeze(
  client: PoolClient,
  subject: FreezeSubject,
  given: { settings: RunSettings; destination: Destination; limits: FreezeLimits },
): Promise<Frozen> {
  const { destination, limits } = given;
  const settings = settingsFor(subject.mode, given.settings);
  await holdErasures(client);
  await placeAttributes(client, subject.ledgerId, settings);
  const ledger = await countLedger(client, subject.ledgerId);
  const person = personSql(settings.identifierField, settings.mapping);
  await freezeMembers(client, { subject, settings, person, destination, isFirst: ledger === 0 });
  const before = subject.again ? await setAsideSent(client, subject.again) : { add: 0, change: 0, remove: 0 };
  const counts = addSent(await countFrozen(client), before);
  await freezeLeavers(client, subject, settings.leavers);
  if (subject.again) await keepSent(client);
  const remove = (await countRemovals(client)) + before.remove;
  const valid = counts.add + counts.change + counts.unchanged;
  const plan = { ...counts, remove };
  const frozen = { plan, removedBefore: before.remove };
  if (valid > settings.limit)
    return {
      ...frozen,
      hold: null,
      problem: { code: "limit_exceeded", params: { limit: settings.limit, over: valid - settings.limit } },
    };
  if (subject.mode === "leave_list" || subject.mode === "retry")
    return { ...frozen, problem: null, hold: null };
  if (counts.members === 0 && ledger === 0) return { ...frozen, hold: null, problem: { code: "no_members" } };
  const withAddress = counts.members - counts.noEmail - counts.excluded;
  const figures = { ledger, removals: remove, withAddress, invalid: counts.invalidEmail, valid };
  return { ...frozen, problem: null, hold: judgeBrake(figures, limits) };
}
