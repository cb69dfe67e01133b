import type { RateWindow } from "@/lib/destinations/types";

/** The least whole seconds in which so many requests can leave under published windows, from an empty window on. */
export function leastSeconds(requests: number, windows: readonly RateWindow[]): number {
  const leaves: number[] = [];
  for (let index = 0; index < requests; index++) {
    const at = windows.map(({ seconds, requests: most }) => (leaves[index - most] ?? -seconds) + seconds);
    leaves.push(Math.max(0, ...at));
  }
  return Math.ceil(leaves.at(-1) ?? 0);
}
