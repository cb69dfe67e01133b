import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Env, parseEnv } from "@/lib/env";
import { startEmbeddedPostgres } from "./embedded-postgres";
import { root } from "./paths";

export interface Prepared {
  settings: Env;
  /** The complete environment for processes of this installation. */
  processEnv: NodeJS.ProcessEnv;
  dataDir: string;
  isEmbedded: boolean;
  stopDatabase: () => Promise<void>;
}

/** Ends the command with sentences instead of a stack. */
export function refuse(...sentences: string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(1);
}

/** Secrets that practice and live make for themselves, kept beside the embedded database. */
function ownSecrets(dataDir: string): { AUTH_SECRET: string; FERRY_MASTER_KEY: string } {
  const file = path.join(dataDir, "secrets.json");
  if (!existsSync(file)) {
    const fresh = () => randomBytes(32).toString("base64");
    const secrets = { AUTH_SECRET: fresh(), FERRY_MASTER_KEY: fresh() };
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, "utf8"));
}

function withoutEmpty(source: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== "")) as NodeJS.ProcessEnv;
}

function parseOrRefuse(source: NodeJS.ProcessEnv): Env {
  const parsed = parseEnv(source);
  if (parsed.ok) return parsed.env;
  return refuse(
    "Ferry cannot start:",
    ...parsed.problems.map((problem) => `- ${problem}`),
    "README.md lists all settings.",
  );
}

/**
 * Resolves the settings of this installation and gets its database: in production everything must be set,
 * in practice and live what is missing is made and kept under the data folder.
 */
export async function prepare(options: { isDurable?: boolean } = {}): Promise<Prepared> {
  if (existsSync(path.join(root, ".env"))) process.loadEnvFile(path.join(root, ".env"));
  const given = withoutEmpty(process.env);
  const mode = given.FERRY_MODE ?? "practice";
  const dataDir = path.resolve(root, given.FERRY_DATA_DIR ?? `.data/${mode}`);
  const isOwn = mode !== "production";
  const isEmbedded = isOwn && !given.DATABASE_URL;
  if (isOwn && ["practice", "live"].includes(mode)) mkdirSync(dataDir, { recursive: true });
  const defaults = isOwn && existsSync(dataDir) ? ownSecrets(dataDir) : {};
  const placeholder = isEmbedded ? { DATABASE_URL: "postgresql://embedded" } : {};
  parseOrRefuse({ ...defaults, ...placeholder, ...given });

  const database = isEmbedded
    ? await startEmbeddedPostgres({
        folder: dataDir,
        database: "ferry",
        isDurable: options.isDurable ?? true,
      })
    : undefined;
  const found = database ? { DATABASE_URL: database.url } : {};
  const processEnv = { ...defaults, ...given, ...found, FERRY_MODE: mode, FERRY_DATA_DIR: dataDir };
  Object.assign(process.env, processEnv);
  return {
    settings: parseOrRefuse(processEnv),
    processEnv,
    dataDir,
    isEmbedded,
    stopDatabase: async () => database?.stop(),
  };
}
