import type { Clock } from "./clock.ts";

type Task = (at: number) => void | Promise<void>;
interface Planned {
  dueMs: number;
  task: Task;
}

/** Work that happens at a moment of the emulator's clock: jobs starting, jobs finishing, erasures. */
export interface Scheduler {
  at(dueMs: number, task: Task): void;
  runDue(): Promise<void>;
  rearm(): void;
  clear(): void;
}

// setTimeout cannot wait longer than 2^31 - 1 ms; a shorter wait simply looks again.
const longestTimerMs = 2_000_000_000;

/** Runs what is due one after the other; under a frozen clock only when `runDue` is called. */
export function createScheduler(clock: () => Clock): Scheduler {
  const planned: Planned[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const rearm = () => {
    clearTimeout(timer);
    const next = planned[0];
    if (!next || clock().isFrozen()) return;
    const waitMs = Math.min(Math.max(next.dueMs - clock().now(), 0), longestTimerMs);
    timer = setTimeout(() => void runDue(), waitMs).unref();
  };

  const drain = async () => {
    for (let next = planned[0]; next && next.dueMs <= clock().now(); next = planned[0]) {
      planned.shift();
      await next.task(clock().isFrozen() ? next.dueMs : Math.max(next.dueMs, clock().now()));
    }
  };

  const runDue = () => {
    running ??= drain().finally(() => {
      running = undefined;
      rearm();
    });
    return running;
  };

  return {
    at(dueMs, task) {
      const index = planned.findIndex((other) => other.dueMs > dueMs);
      planned.splice(index === -1 ? planned.length : index, 0, { dueMs, task });
      rearm();
    },
    runDue,
    rearm,
    clear() {
      planned.length = 0;
      clearTimeout(timer);
    },
  };
}
