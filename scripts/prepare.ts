import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Env, parseEnv } from "@/lib/env";
import { startEmbeddedPostgres } from "./embedded-postgres";
import { freePort } from "./free-port";
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

interface OwnSecrets {
  AUTH_SECRET: string;
  FERRY_MASTER_KEY: string;
  FERRY_TOMBSTONE_KEY: string;
  EMULATOR_PRACTICE_KEY: string;
  KLAVIYO_CLIENT_ID: string;
  KLAVIYO_CLIENT_SECRET: string;
}

const randomText = (bytes: number) => randomBytes(bytes).toString("base64url").replace(/[-_]/g, "0");

/** Secrets that practice and live make for themselves, kept beside the embedded database. */
function ownSecrets(dataDir: string): OwnSecrets {
  const file = path.join(dataDir, "secrets.json");
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<OwnSecrets>) : {};
  const secrets: OwnSecrets = {
    AUTH_SECRET: randomBytes(32).toString("base64"),
    FERRY_MASTER_KEY: randomBytes(32).toString("base64"),
    FERRY_TOMBSTONE_KEY: randomBytes(32).toString("base64"),
    EMULATOR_PRACTICE_KEY: `pk_${randomText(30).slice(0, 34)}`,
    KLAVIYO_CLIENT_ID: randomText(18),
    KLAVIYO_CLIENT_SECRET: randomText(36),
    ...kept,
  };
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

/** What practice needs to find the local Klaviyo, and the local Klaviyo to know it; nothing where another is named. */
async function localKlaviyo(given: NodeJS.ProcessEnv, secrets: OwnSecrets, dataDir: string) {
  if (given.FERRY_MODE !== undefined && given.FERRY_MODE !== "practice") return {};
  if (given.KLAVIYO_API_URL) return {};
  const address = `http://localhost:${await freePort()}`;
  const publicUrl = given.FERRY_PUBLIC_URL ?? `http://localhost:${given.PORT ?? 3000}`;
  const { KLAVIYO_CLIENT_ID, KLAVIYO_CLIENT_SECRET, EMULATOR_PRACTICE_KEY } = secrets;
  return {
    KLAVIYO_API_URL: address,
    KLAVIYO_AUTHORIZE_URL: `${address}/oauth/authorize`,
    KLAVIYO_CLIENT_ID,
    KLAVIYO_CLIENT_SECRET,
    EMULATOR_PORT: new URL(address).port,
    EMULATOR_PRESET: "practice",
    EMULATOR_PRACTICE_KEY,
    EMULATOR_PRACTICE_CLIENT_ID: KLAVIYO_CLIENT_ID,
    EMULATOR_PRACTICE_CLIENT_SECRET: KLAVIYO_CLIENT_SECRET,
    EMULATOR_PRACTICE_REDIRECT_URI: `${publicUrl}/api/oauth/klaviyo/callback`,
    EMULATOR_SNAPSHOT: path.join(dataDir, "klaviyo.json"),
  };
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
  const secrets = isOwn && existsSync(dataDir) ? ownSecrets(dataDir) : undefined;
  const defaults = secrets
    ? {
        AUTH_SECRET: secrets.AUTH_SECRET,
        ...(given.FERRY_MASTER_KEY_FILE ? {} : { FERRY_MASTER_KEY: secrets.FERRY_MASTER_KEY }),
        FERRY_TOMBSTONE_KEY: secrets.FERRY_TOMBSTONE_KEY,
        // To try a PostgreSQL source or a webhook, people have one on their own machine.
        ...(mode === "practice"
          ? { SOURCE_PRIVATE_NETWORKS: "allow", WEBHOOK_PRIVATE_NETWORKS: "allow" }
          : {}),
        ...(await localKlaviyo(given, secrets, dataDir)),
      }
    : {};
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
  // By which the sign-in library knows the address that people open, whatever a request calls it.
  const own = given.FERRY_PUBLIC_URL ? { AUTH_URL: new URL(given.FERRY_PUBLIC_URL).origin } : {};
  const processEnv = { ...defaults, ...given, ...found, ...own, FERRY_MODE: mode, FERRY_DATA_DIR: dataDir };
  Object.assign(process.env, processEnv);
  return {
    settings: parseOrRefuse(processEnv),
    processEnv,
    dataDir,
    isEmbedded,
    stopDatabase: async () => database?.stop(),
  };
}
