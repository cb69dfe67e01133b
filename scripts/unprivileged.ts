import { spawnSync } from "node:child_process";
import { chownSync, existsSync } from "node:fs";
import path from "node:path";

const NOBODY = 65_534;

export interface Command {
  command: string;
  args: string[];
  options: { uid?: number; gid?: number };
}

function reachableForNobody(file: string): boolean {
  return spawnSync("test", ["-x", file], { uid: NOBODY, gid: NOBODY, cwd: "/" }).status === 0;
}

/**
 * How to run a PostgreSQL program on `dataDir`: as it is, or, since PostgreSQL refuses root, as "nobody";
 * where nobody cannot reach the files (a private home), inside a user namespace that only looks like nobody.
 */
export function unprivileged(program: string, args: string[], dataDir: string): Command {
  if (process.getuid?.() !== 0) return { command: program, args, options: {} };
  if ([program, path.dirname(dataDir)].every(reachableForNobody)) {
    if (existsSync(dataDir)) chownSync(dataDir, NOBODY, NOBODY);
    return { command: program, args, options: { uid: NOBODY, gid: NOBODY } };
  }
  const mapped = ["-U", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  return { command: "unshare", args: [...mapped, program, ...args], options: {} };
}
