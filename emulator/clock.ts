export type ClockMode = "real" | "offset" | "frozen";

export interface ClockState {
  mode: ClockMode;
  now: string;
  offsetMs: number;
}

/** The only source of time in the emulator: real, shifted, or standing still until it is stepped. */
export interface Clock {
  now(): number;
  isFrozen(): boolean;
  state(): ClockState;
  freeze(at?: number): void;
  shift(offsetMs: number): void;
  step(ms: number): void;
  run(): void;
}

/** A clock over `real`; `onChange` is told after every jump so that timers can be set again. */
export function createClock(real: () => number = Date.now, onChange: () => void = () => {}): Clock {
  let offsetMs = 0;
  let frozenAt: number | undefined;
  const now = () => frozenAt ?? real() + offsetMs;
  const changed = (change: () => void) => {
    change();
    onChange();
  };
  return {
    now,
    isFrozen: () => frozenAt !== undefined,
    state: () => ({
      mode: frozenAt !== undefined ? "frozen" : offsetMs === 0 ? "real" : "offset",
      now: new Date(now()).toISOString(),
      offsetMs,
    }),
    freeze: (at) => changed(() => void (frozenAt = at ?? now())),
    shift: (ms) =>
      changed(() => {
        frozenAt = undefined;
        offsetMs = ms;
      }),
    step: (ms) =>
      changed(() => {
        if (frozenAt === undefined) offsetMs += ms;
        else frozenAt += ms;
      }),
    run: () =>
      changed(() => {
        frozenAt = undefined;
        offsetMs = 0;
      }),
  };
}
