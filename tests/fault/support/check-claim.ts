import { expect } from "vitest";
import { bytesEach, countOverRate, importsNeeded, minCalls } from "@/bench/judge";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { pool } from "@/lib/db";
import { type Outcome, addsUp, resultSchema } from "@/lib/runs/counts";
import { readRun } from "../../support/runs";
import { type Wanted, countOnList, countOutcomes } from "./count-claim";
import type { Scene } from "./fault-test";
import { addressesSent, countDoubleEffects } from "./sent";
import type { Target } from "./target";
import { readTold, toldAs } from "./told";

export interface Circumstances {
  /** Addresses that the run had to take off. */
  leavers?: string[];
  /** Addresses on the list that are none of Ferry's doing, or of an earlier run that this one leaves. */
  others?: string[];
  /** Outcomes whose people may stand on the list as well. */
  mayStand?: Outcome[];
  /** Addresses that must never have been sent, besides those that Ferry says it left out. */
  never?: string[];
  /** Somebody deleted the list, so nobody can be found there. */
  isListGone?: boolean;
  /** Most people of a batch, where the workers were told so. */
  batchRecords?: number;
  /** The number of the last request before the run. */
  sinceSeq?: number;
}

const none = { lost: 0, extra: 0, unaccounted: 0, duplicates: 0, overRate: 0 };

/** The people of the export's segments: keys, and how those with an address have to stand at Klaviyo. */
async function readPeople({ form }: Target): Promise<{ keys: string[]; wanted: Map<string, Wanted> }> {
  const { rows } = await pool().query<Wanted>(
    `SELECT DISTINCT p.key, lower(btrim(p.attributes->>'email')) AS address,
       p.attributes->>'first_name' AS "firstName", p.attributes->>'plan' AS plan
     FROM segment_member m JOIN profile p ON p.id = m.profile_id WHERE m.segment_id = ANY ($1::uuid[])
     ORDER BY p.key DESC`,
    [form.segmentIds],
  );
  // Of several with one address the smallest key is written last, and wins (rule 4).
  return {
    keys: rows.map(({ key }) => key),
    wanted: new Map(rows.map((person) => [person.address, person])),
  };
}

/** Addresses that Ferry says were never sent. */
function neverSent(told: Awaited<ReturnType<typeof readTold>>): string[] {
  const sent = new Set(
    toldAs(told, "added", "changed", "unchanged", "unconfirmed", "rejected").map(({ address }) => address),
  );
  const left = toldAs(told, "excluded", "invalid_email", "no_email", "duplicate");
  return left.flatMap(({ address }) => (address === null || sent.has(address) ? [] : [address]));
}

/**
 * Checks the claim of every fault case for one run that has ended: what Ferry tells of each person against Klaviyo's
 * log and list. The figures are noted; whatever breaks the claim fails the test.
 */
export async function checkClaim(
  scene: Scene,
  klaviyo: Emulator,
  {
    target,
    runId,
    leavers = [],
    others = [],
    mayStand = [],
    never = [],
    isListGone = false,
    sinceSeq = 0,
    batchRecords = 10_000,
  }: Circumstances & { target: Target; runId: string },
): Promise<Awaited<ReturnType<typeof readRun>> & { outcomes: Record<string, number> }> {
  const run = await readRun(runId);
  const result = resultSchema.parse(run.result);
  const told = await readTold(scene.administrator, runId);
  const { keys, wanted } = await readPeople(target);
  const log = klaviyo.control.log({ sinceSeq });
  const { lost, extra, twice } = isListGone
    ? { lost: 0, extra: 0, twice: 0 }
    : countOnList(told, klaviyo.control.members(target.accountId, target.listId), {
        wanted,
        others: [...others, ...toldAs(told, ...mayStand).flatMap(({ address }) => address ?? [])],
      });
  // Nothing says who was erased, so they are in no list of people, only in the count.
  const known = new Map([...told].filter(([outcome]) => outcome !== "erased"));
  const members = result.members - result.outcomes.erased;
  const sums = Math.abs(members - keys.length) + Math.abs(result.leavers - leavers.length);
  const unaccounted = countOutcomes(known, { members: keys, leavers }) + sums + (addsUp(result) ? 0 : 1);
  const duplicates = countDoubleEffects(log) + twice;
  const overRate = countOverRate(klaviyo.control.log());
  const records = toldAs(told, "added", "changed", "rejected").length;
  const work = {
    records,
    bytesEach: bytesEach(log),
    leavers: leavers.length,
    unknownLeavers: leavers.length,
  };
  const smaller = Math.max(0, Math.ceil(records / batchRecords) - importsNeeded(work));
  const minimum = minCalls(work) + smaller;
  const lastFault = log.findLast(({ faults }) => faults.length > 0)?.wallMs;
  const overAt = scene.faultOverAt() ?? lastFault;
  scene.note({
    people: keys.length,
    lost,
    extra,
    unaccounted,
    duplicates,
    overRate,
    overMinimum: Math.max(0, log.length - minimum),
    result: run.status,
    recoverSeconds:
      overAt === undefined ? undefined : Math.max(0, ((run.settledAt?.getTime() ?? 0) - overAt) / 1000),
  });
  const sent = addressesSent(log);
  expect([...never, ...neverSent(told)].filter((address) => sent.has(address))).toEqual([]);
  expect({ lost, extra, unaccounted, duplicates, overRate }).toEqual(none);
  if (run.status === "successful")
    expect(toldAs(told, "unconfirmed", "not_sent", "removal_failed")).toEqual([]);
  const outcomes = Object.fromEntries(Object.entries(result.outcomes).filter(([, people]) => people > 0));
  return { ...run, outcomes };
}
