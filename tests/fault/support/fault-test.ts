import { onTestFinished } from "vitest";
import type { Random } from "@/emulator/random.ts";
import type { UserActor } from "@/lib/auth/current-actor";
import { it } from "../../support/workspace";
import { type FaultFigures, keepFigures } from "@/scripts/fault-figures";
import { faultSeed, randomFor } from "./seed";

/** What a fault test has to work with. */
export interface Scene {
  administrator: UserActor;
  contributor: UserActor;
  random: Random;
  /** Adds to the figures of this test; numbers of several runs are added up. */
  note: (figures: Partial<FaultFigures>) => void;
  /** The last fault is over now: what follows is recovery. */
  faultOver: () => void;
  /** When that was, by this machine's clock. */
  faultOverAt: () => number | null;
}

function addTo(all: FaultFigures, more: Partial<FaultFigures>): void {
  const sums = ["people", "lost", "extra", "unaccounted", "duplicates", "overMinimum", "overRate"] as const;
  const { recoverSeconds } = more;
  for (const name of sums) if (more[name] !== undefined) all[name] = (all[name] ?? 0) + more[name];
  if (recoverSeconds !== undefined) all.recoverSeconds = Math.max(all.recoverSeconds ?? 0, recoverSeconds);
  if (more.result) all.result = more.result;
}

/** A named test of one fault: its title begins with the number of the case and says the expectation. */
export function faultTest(
  title: string,
  { injected, timeout = 120_000 }: { injected: string; timeout?: number },
  body: (scene: Scene) => Promise<void>,
): void {
  it(title, { timeout }, async ({ administrator, contributor }) => {
    const figures: FaultFigures = { title, injected, seed: faultSeed, passed: false, result: "", seconds: 0 };
    const startedAt = Date.now();
    let overAt: number | null = null;
    console.log(`${title} (seed ${faultSeed})`);
    // A test that ran out of time has figures too.
    onTestFinished(() => keepFigures({ ...figures, seconds: (Date.now() - startedAt) / 1000 }));
    await body({
      administrator,
      contributor,
      random: randomFor(title),
      note: (more) => addTo(figures, more),
      faultOver: () => (overAt = Date.now()),
      faultOverAt: () => overAt,
    });
    figures.passed = true;
  });
}
