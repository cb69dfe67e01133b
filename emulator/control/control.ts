import { seedAccounts, type SeedInput } from "../accounts/seed-accounts.ts";
import type { ClockState } from "../clock.ts";
import type { FaultRuleInput } from "../faults/fault-rule.ts";
import type { ImportStatus } from "../imports/import-job.ts";
import { defaultJobPlan, jobPlanSchema, type JobPlan } from "../imports/job-plan.ts";
import { scheduleImportJob } from "../imports/run-import-job.ts";
import type { LimitTable } from "../limits/published-limits.ts";
import { newOAuthStore } from "../oauth/oauth-store.ts";
import type { Profile } from "../profiles/profile.ts";
import { eraseProfile } from "../profiles/erase-profile.ts";
import { defaultSwitches, switchesSchema, type Switches } from "../switches.ts";
import { newCounters, type Counters, type World } from "../world.ts";
import type { LogEntry, LogFilter } from "./request-log.ts";

export interface ControlledJob {
  id: string;
  status: ImportStatus;
  total: number;
  completed: number;
  failed: number;
  lists: string[];
}

export interface MemberRecord extends Profile {
  joinedAt: number;
}

/** What tests and checkers may do and see; `/_control/` offers the same over HTTP. */
export interface Control {
  /** Empties everything: accounts, apps, faults, switches, limits, plan, log, counters, clock. */
  reset(): void;
  seed(input: SeedInput): Record<string, Record<string, string>>;
  overview(): object;
  addFault(rule: FaultRuleInput): string;
  removeFault(id: string): boolean;
  clearFaults(): void;
  faults(): object[];
  switches(): Switches;
  setSwitches(change: Partial<Switches>): Switches;
  clock(): ClockState;
  freezeClock(at?: number | string): Promise<ClockState>;
  stepClock(ms: number): Promise<ClockState>;
  shiftClock(offsetMs: number): Promise<ClockState>;
  runClock(): Promise<ClockState>;
  limits(): LimitTable;
  /** Overrides by bucket name; `{"*": null}` lifts all limits. Forgets what was used. */
  setLimits(overrides: LimitTable): void;
  jobPlan(): JobPlan;
  setJobPlan(change: Partial<JobPlan>): JobPlan;
  log(filter?: LogFilter): LogEntry[];
  clearLog(): void;
  keepBodies(keep: boolean): void;
  counters(): Counters;
  clearCounters(): void;
  jobs(accountId: string): ControlledJob[];
  /** Lets the jobs of one account that are stuck in the queue go on to their end; how many there were. */
  releaseJobs(accountId: string): Promise<number>;
  members(accountId: string, listId: string): Iterable<MemberRecord>;
  profiles(accountId: string): Iterable<Profile>;
  revokeKey(accountId: string, keyId: string): void;
  revokeGrants(accountId: string): void;
  deleteList(accountId: string, listId: string): void;
  eraseProfile(accountId: string, email: string): boolean;
}

/** The control of one world. */
export function createControl(world: World): Control {
  const accountOf = (id: string) => {
    const account = world.accounts.get(id);
    if (!account) throw new Error(`there is no account ${id}`);
    return account;
  };
  const settled = async () => {
    await world.scheduler.runDue();
    return world.clock.state();
  };
  return {
    reset: () => resetWorld(world),
    seed: (input) => seedAccounts(world, input),
    overview: () => ({
      seed: world.seed,
      clock: world.clock.state(),
      accounts: [...world.accounts.values()].map(describeAccount),
    }),
    addFault: (rule) => world.faults.add(rule, world.clock.now()),
    removeFault: (id) => world.faults.remove(id),
    clearFaults: () => world.faults.clear(),
    faults: () => world.faults.list(),
    switches: () => ({ ...world.switches }),
    setSwitches(change) {
      Object.assign(world.switches, switchesSchema.partial().parse(change));
      return { ...world.switches };
    },
    clock: () => world.clock.state(),
    freezeClock(at) {
      world.clock.freeze(at === undefined ? undefined : new Date(at).getTime());
      return settled();
    },
    stepClock(ms) {
      world.clock.step(ms);
      return settled();
    },
    shiftClock(offsetMs) {
      world.clock.shift(offsetMs);
      return settled();
    },
    runClock() {
      world.clock.run();
      return settled();
    },
    limits: () => ({ ...world.limits }),
    setLimits(overrides) {
      world.limits = { ...overrides };
      world.windows.clear();
    },
    jobPlan: () => ({ ...world.jobPlan }),
    setJobPlan(change) {
      Object.assign(world.jobPlan, jobPlanSchema.partial().parse(change));
      return { ...world.jobPlan };
    },
    log: (filter) => world.log.list(filter),
    clearLog: () => world.log.clear(),
    keepBodies: (keep) => void (world.log.keepBodies = keep),
    counters: () => structuredClone(world.counters),
    clearCounters: () => void Object.assign(world.counters, newCounters()),
    jobs: (id) =>
      [...accountOf(id).imports.values()].map((job) => ({
        id: job.id,
        status: job.status,
        total: job.total,
        completed: job.completed,
        failed: job.failed,
        lists: job.listIds,
      })),
    async releaseJobs(accountId) {
      const account = accountOf(accountId);
      const stuck = [...account.imports.values()].filter(({ fate }) => fate.ending === "stuckQueued");
      for (const job of stuck) {
        job.fate = { ...job.fate, ending: "complete", startMs: 0, workMs: 0 };
        scheduleImportJob(world, account, job);
      }
      await settled();
      return stuck.length;
    },
    *members(accountId, listId) {
      const list = accountOf(accountId).lists.get(listId);
      if (!list) throw new Error(`there is no list ${listId}`);
      for (const each of list.inOrder()) if (!each.left) yield { ...each.profile, joinedAt: each.joinedAt };
    },
    profiles: (id) => accountOf(id).profiles.values(),
    revokeKey(accountId, keyId) {
      const key = accountOf(accountId).keys.find((each) => each.id === keyId);
      if (!key) throw new Error(`there is no key ${keyId}`);
      key.revokedAt = world.clock.now();
      world.changed();
    },
    revokeGrants(accountId) {
      for (const grant of world.oauth.grants.values())
        if (grant.accountId === accountId) grant.revokedAt ??= world.clock.now();
      world.changed();
    },
    deleteList(accountId, listId) {
      accountOf(accountId).lists.delete(listId);
      world.changed();
    },
    eraseProfile(accountId, email) {
      const account = accountOf(accountId);
      const profile = account.profiles.findBy("email", email);
      if (!profile) return false;
      eraseProfile(account, profile);
      world.changed();
      return true;
    },
  };
}

function resetWorld(world: World): void {
  world.scheduler.clear();
  world.clock.run();
  world.accounts.clear();
  world.oauth = newOAuthStore();
  world.faults.clear();
  world.windows.clear();
  world.log.clear();
  world.log.keepBodies = false;
  world.limits = {};
  Object.assign(world.switches, defaultSwitches);
  Object.assign(world.jobPlan, defaultJobPlan);
  Object.assign(world.counters, newCounters());
  world.changed();
}

function describeAccount(account: Parameters<typeof eraseProfile>[0]): object {
  return {
    id: account.id,
    name: account.name,
    profiles: account.profiles.size,
    imports: account.imports.size,
    keys: account.keys.map(({ id, label, scopes, revokedAt }) => ({ id, label, scopes, revokedAt })),
    lists: [...account.lists.values()].map(({ id, name, size }) => ({ id, name, members: size })),
  };
}
