import { expect, it } from "vitest";
import { leastSeconds } from "./least-seconds";

const medium = [
  { seconds: 1, requests: 10 },
  { seconds: 60, requests: 150 },
];

it.each([
  [0, 0],
  [1, 0],
  [10, 0],
  [11, 1],
  [100, 9],
  [150, 14],
  [151, 60],
  [310, 120],
])("lets %i requests leave within %i seconds", (requests, seconds) => {
  expect(leastSeconds(requests, medium)).toBe(seconds);
});
