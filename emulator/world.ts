import type { Account } from "./accounts/account.ts";
import { createClock, type Clock } from "./clock.ts";
import { RequestLog } from "./control/request-log.ts";
import { FaultBook } from "./faults/fault-book.ts";
import { createIdentifiers, type Identifiers } from "./identifiers.ts";
import { defaultJobPlan, type JobPlan } from "./imports/job-plan.ts";
import type { LimitTable } from "./limits/published-limits.ts";
import { createRateWindows, type RateWindows } from "./limits/rate-windows.ts";
import { newOAuthStore, type OAuthStore } from "./oauth/oauth-store.ts";
import { createRandom, type Random } from "./random.ts";
import { createScheduler, type Scheduler } from "./scheduler.ts";
import { defaultSwitches, type Switches } from "./switches.ts";

export interface Counters {
  requests: number;
  throttled: number;
  rowsAccepted: number;
  rowsApplied: number;
  byRoute: Record<string, number>;
  byStatus: Record<string, number>;
}

/** Everything the emulator knows. */
export interface World {
  seed: string;
  clock: Clock;
  scheduler: Scheduler;
  random: Random;
  identifiers: Identifiers;
  switches: Switches;
  limits: LimitTable;
  windows: RateWindows;
  faults: FaultBook;
  log: RequestLog;
  jobPlan: JobPlan;
  accounts: Map<string, Account>;
  oauth: OAuthStore;
  counters: Counters;
  nextJobSeq: number;
  /** Says that something worth saving has changed. */
  changed(): void;
}

/** An empty world; `seed` decides window phases, ids and dice. */
export function createWorld(seed: string, changed: () => void = () => {}): World {
  const scheduler: Scheduler = createScheduler(() => clock);
  const clock = createClock(Date.now, () => scheduler.rearm());
  return {
    seed,
    clock,
    scheduler,
    random: createRandom(seed),
    identifiers: createIdentifiers(seed),
    switches: { ...defaultSwitches },
    limits: {},
    windows: createRateWindows(seed),
    faults: new FaultBook(),
    log: new RequestLog(),
    jobPlan: { ...defaultJobPlan },
    accounts: new Map(),
    oauth: newOAuthStore(),
    counters: newCounters(),
    nextJobSeq: 1,
    changed,
  };
}

/** Counters at zero. */
export function newCounters(): Counters {
  return { requests: 0, throttled: 0, rowsAccepted: 0, rowsApplied: 0, byRoute: {}, byStatus: {} };
}
