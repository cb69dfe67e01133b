import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";

export interface ExportOptions {
  profiles: number;
  /** Of a second run: people whose attributes changed, and people who left the segment. */
  changed: number;
  leavers: number;
  workers: number;
  /** Decides the people and the phase of the local Klaviyo's windows. */
  seed: string;
}

const usage =
  "npm run bench:export -- --profiles 100000 [--changed 1000] [--leavers 500] [--workers 1] [--seed s]";

/** Reads the command's options. Throws with the usage where they make no sense. */
export function readExportOptions(args: string[]): ExportOptions {
  const text = { type: "string" } as const;
  const options = { profiles: text, changed: text, leavers: text, workers: text, seed: text };
  const { values } = parseArgs({ args, options });
  const number = (given: string | undefined, least: number, otherwise: number) => {
    const value = given === undefined ? otherwise : Number(given);
    if (!Number.isInteger(value) || value < least) throw new Error(usage);
    return value;
  };
  const read = {
    profiles: number(values.profiles, 1, 100_000),
    changed: number(values.changed, 0, 0),
    leavers: number(values.leavers, 0, 0),
    workers: number(values.workers, 1, 1),
    seed: values.seed ?? randomBytes(4).toString("hex"),
  };
  // Phones are numbered with seven digits.
  if (read.profiles > 9_999_999 || read.changed + read.leavers > read.profiles) throw new Error(usage);
  return read;
}
