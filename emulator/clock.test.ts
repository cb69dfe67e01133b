import { expect, test } from "vitest";
import { createClock } from "./clock.ts";

test("a frozen clock moves only when it is stepped", () => {
  let real = 1000;
  const clock = createClock(() => real);
  clock.freeze();
  real = 9000;
  expect(clock.now()).toBe(1000);
  clock.step(250);
  expect(clock.now()).toBe(1250);
  expect(clock.state().mode).toBe("frozen");
});

test("a shifted clock keeps running, and a step shifts it further", () => {
  let real = 1000;
  const clock = createClock(() => real);
  clock.shift(500);
  real = 2000;
  expect(clock.now()).toBe(2500);
  clock.step(100);
  expect(clock.now()).toBe(2600);
  clock.run();
  expect(clock.now()).toBe(2000);
});

test("every jump is told, so that timers can be set again", () => {
  let jumps = 0;
  const clock = createClock(
    () => 0,
    () => jumps++,
  );
  clock.freeze(5);
  clock.step(1);
  clock.shift(2);
  clock.run();
  expect(jumps).toBe(4);
});
