import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths";

const inRoot = (...parts: string[]) => path.join(root, ...parts);

function hashOf(files: string[]): string {
  const hash = createHash("sha256");
  for (const file of files.sort())
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(inRoot(file)))
      .update("\0");
  return hash.digest("hex");
}

function runOrThrow(args: string[], extraEnv: Record<string, string> = {}): void {
  const env = { ...process.env, ...extraEnv };
  const result = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${args[0]} failed:\n${result.stdout}${result.stderr}`);
}

// Server actions are addressed by ids encrypted at build time. One fixed key makes builds of the same
// sources interchangeable: across machines, and for a tab that stayed open over a deploy.
function serverActionKey(): string {
  const file = inRoot(".data/server-action-key");
  mkdirSync(path.dirname(file), { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

const SOURCES = ["{app,components,lib,messages}/**/*", "*.{js,mjs,ts,json}", "prisma/schema.prisma"];

/** Builds the web app when its sources changed since the last build. Returns whether it did. */
export function buildWhenSourcesChanged(announce: () => void): boolean {
  const stamp = inRoot(".next/ferry-sources");
  const files = globSync(SOURCES, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  const current = hashOf(files.filter((file) => file !== "next-env.d.ts"));
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === current) return false;
  announce();
  rmSync(stamp, { force: true });
  const NEXT_SERVER_ACTIONS_ENCRYPTION_KEY =
    process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ?? serverActionKey();
  const environment = {
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
  runOrThrow(["node_modules/next/dist/bin/next", "build"], environment);
  writeFileSync(stamp, current);
  return true;
}
