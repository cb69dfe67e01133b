import { existsSync, readFileSync } from "node:fs";

// Linux counts in hundredths of a second for every program.
const MS_PER_TICK = 10;

/** Milliseconds of processor that a process has used; 0 where the system does not tell. */
export function cpuMs(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  // The name before may hold spaces; behind it stand state (3rd), …, user and system time (14th and 15th).
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
