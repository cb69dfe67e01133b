import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { root } from "./paths";

export const figuresFolder = path.join(root, ".data/test-results/fault");

/** What one fault test came to; a figure that the test does not have is left out. */
export interface FaultFigures {
  /** The title: the number of the case and what is expected. */
  title: string;
  injected: string;
  seed: string;
  passed: boolean;
  /** The run's status, or what else the test ended with. */
  result: string;
  seconds: number;
  people?: number;
  lost?: number;
  extra?: number;
  unaccounted?: number;
  duplicates?: number;
  overMinimum?: number;
  overRate?: number;
  recoverSeconds?: number;
}

/** Keeps the figures of a test for the table; each process has a file of its own. */
export function keepFigures(figures: FaultFigures): void {
  mkdirSync(figuresFolder, { recursive: true });
  appendFileSync(path.join(figuresFolder, `${process.pid}.jsonl`), `${JSON.stringify(figures)}\n`);
}
