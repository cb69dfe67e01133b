import type { Account } from "../accounts/account.ts";
import type { ProfileRow } from "../profiles/profile-row.ts";
import { hasIdentifier } from "../profiles/profile-row.ts";
import { isAcceptableEmail, normalizeEmail } from "../profiles/email-rule.ts";
import { isPlausiblePhone } from "../profiles/phone-rule.ts";
import type { Profile } from "../profiles/profile.ts";
import { type UpsertOptions, upsertProfile } from "../profiles/upsert-profile.ts";
import { createRandom } from "../random.ts";
import type { Switches } from "../switches.ts";
import type { World } from "../world.ts";
import { invalidPhoneDetail } from "./check-import.ts";
import type { ImportError, ImportJob } from "./import-job.ts";

// Small enough that applying a job never holds the event loop for more than a few milliseconds.
const rowsAtOnce = 500;

/** Plans the two moments of a job's life: it starts, and it ends. */
export function scheduleImportJob(world: World, account: Account, job: ImportJob): void {
  const { fate } = job;
  if (fate.ending === "stuckQueued") return;
  const finish = (at: number) => finishJob(world, account, job, at);
  if (job.status === "processing")
    return world.scheduler.at((job.startedAt ?? job.createdAt) + fate.workMs, finish);
  world.scheduler.at(job.createdAt + fate.startMs, (at) => {
    job.status = "processing";
    job.startedAt = at;
    world.changed();
    if (fate.ending === "stuckProcessing") return;
    world.scheduler.at(job.createdAt + fate.startMs + fate.workMs, finish);
  });
}

async function finishJob(world: World, account: Account, job: ImportJob, at: number): Promise<void> {
  const { fate } = job;
  // A reset while the job waited has thrown its account away.
  if (world.accounts.get(account.id) !== account) return;
  if (fate.ending === "vanished") {
    job.vanished = true;
    job.rows = [];
    return world.changed();
  }
  const lists = job.listIds.map((id) => account.lists.get(id));
  const listIsGone = lists.some((list) => list === undefined);
  const cancelled =
    fate.ending === "cancelled" || (listIsGone && world.switches.listDeletedMidJob === "cancelled");
  const rows = orderRows(world, job);
  const worked = cancelled
    ? rows.slice(0, Math.floor((rows.length * fate.doneBeforeCancelPercent) / 100))
    : rows;
  const applied = await applyRows(world, account, job, worked, at);
  for (const list of lists) {
    if (!list) continue;
    list.beginCountLag(at, world.switches.profileCountLagMs);
    for (const profile of applied) if (account.profiles.has(profile)) list.add(profile, at);
  }
  job.profiles = applied;
  job.status = cancelled ? "cancelled" : "complete";
  job.completedAt = at;
  job.rows = [];
  world.counters.rowsApplied += applied.length;
  world.changed();
}

function orderRows(world: World, job: ImportJob): ProfileRow[] {
  if (world.switches.rowOrder === "asSent") return job.rows;
  const random = createRandom(`${world.seed}:${job.id}`);
  return job.rows
    .map((row) => ({ row, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
}

async function applyRows(
  world: World,
  account: Account,
  job: ImportJob,
  rows: ProfileRow[],
  at: number,
): Promise<Profile[]> {
  const doomed = chooseDoomedRows(world, job, rows.length);
  const options: UpsertOptions = {
    nullsClear: world.switches.nullsClear,
    conflicts: world.switches.conflictingIdentifiers,
    newId: () => world.identifiers.ulid(at),
    at,
  };
  const applied = new Set<Profile>();
  const seen = new Set<string>();
  for (let index = 0; index < rows.length; index++) {
    if (index > 0 && index % rowsAtOnce === 0) await new Promise(setImmediate);
    const row = rows[index]!;
    const fateOfRow = doomed.get(index) ?? "apply";
    if (fateOfRow === "lose") continue;
    const error =
      fateOfRow === "fail" ? plannedError(job) : applyRow(world, account, row, { options, seen, applied });
    if (error === "dropped") continue;
    if (!error) {
      job.completed++;
      continue;
    }
    job.failed++;
    // No row index is promised, so the pointer has none (contract 7.7).
    job.errors.push({
      id: crypto.randomUUID(),
      title: "Invalid input.",
      pointer: "/data",
      payload: row.attributes,
      ...error,
    });
  }
  if (world.switches.completedCountIncludesFailed) job.completed += job.failed;
  return [...applied];
}

type RowError = Pick<ImportError, "code" | "detail"> & Partial<ImportError>;

function applyRow(
  world: World,
  account: Account,
  row: ProfileRow,
  run: { options: UpsertOptions; seen: Set<string>; applied: Set<Profile> },
): RowError | "dropped" | undefined {
  const { switches } = world;
  const refused = refuseLate(row, switches);
  if (refused) return refused;
  if (switches.duplicateRowInJob !== "merged") {
    const key = rowKey(row);
    if (run.seen.has(key)) {
      if (switches.duplicateRowInJob === "dropped") return "dropped";
      return {
        code: "duplicate_profile",
        title: "Conflict.",
        detail: "The profile occurs more than once in this job.",
      };
    }
    run.seen.add(key);
  }
  const upserted = upsertProfile(account.profiles, row, run.options);
  if (upserted.outcome === "conflict") {
    return {
      code: "duplicate_profile",
      title: "Conflict.",
      detail: "A profile already exists with one of these identifiers.",
    };
  }
  if (upserted.outcome === "unknown_id")
    return { code: "not_found", detail: `A profile with id \`${row.id}\` does not exist.` };
  run.applied.add(upserted.profile);
  return undefined;
}

/** Faults that a switch lets through the synchronous check and that show up here instead. */
function refuseLate(row: ProfileRow, switches: Switches): RowError | undefined {
  const { email, phone_number: phone, external_id: external } = row.attributes;
  if (switches.noIdentifierRow !== "400" && !hasIdentifier(row))
    return { code: "invalid", detail: "One of id, email, phone_number or external_id is required." };
  if (switches.invalidEmailRow !== "400" && email && !isAcceptableEmail(email, switches.emailRule))
    return { code: "invalid", detail: "Invalid email address" };
  if (switches.invalidPhoneOnly === "400") return undefined;
  const phoneAlone = phone && !email && !external && !row.id;
  if (phoneAlone && !isPlausiblePhone(phone)) return { code: "invalid", detail: invalidPhoneDetail };
  return undefined;
}

function rowKey(row: ProfileRow): string {
  const { email, phone_number: phone, external_id: external } = row.attributes;
  return row.id ?? external ?? (email ? normalizeEmail(email) : (phone ?? ""));
}

function plannedError(job: ImportJob): RowError {
  return { code: job.fate.failRows?.code ?? "invalid", detail: job.fate.failRows?.detail ?? "Invalid input" };
}

function chooseDoomedRows(world: World, job: ImportJob, rowCount: number): Map<number, "fail" | "lose"> {
  const doomed = new Map<number, "fail" | "lose">();
  const { failRows, loseRows } = job.fate;
  const fail = Math.min(rowCount, failRows?.count ?? Math.round((rowCount * (failRows?.percent ?? 0)) / 100));
  const total = Math.min(rowCount, fail + loseRows);
  const random = createRandom(`${world.seed}:${job.id}:doomed`);
  while (doomed.size < total) {
    const index = Math.floor(random() * rowCount);
    if (!doomed.has(index)) doomed.set(index, doomed.size < fail ? "fail" : "lose");
  }
  return doomed;
}
