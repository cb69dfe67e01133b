import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { closeDatabase } from "@/lib/db";
import { installQueues } from "@/lib/jobs/boss";
import { applyMigrations } from "@/lib/migrations";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/scripts/embedded-postgres";
import { root } from "@/scripts/paths";
import { unprivileged } from "@/scripts/unprivileged";

export interface OwnServer {
  url: string;
  dataDir: string;
  /** Stops the server as a crash would, and starts it again on the same port. */
  restartAtOnce: () => void;
  /** Ends every other connection to the server. */
  endConnections: () => Promise<void>;
}

async function controlProgram(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const { pg_ctl: program } = (await import(name)) as { pg_ctl: string };
  return program;
}

/** As the server was started, so that it comes back on its port with its settings. */
function startedWith(dataDir: string): string {
  const options = readFileSync(path.join(dataDir, "postmaster.opts"), "utf8").trim();
  return options.slice(options.indexOf(" ") + 1).replace(/"-D" "[^"]*"/, "");
}

/** A PostgreSQL of this test file's own, which writes to disk as in production and may be broken. */
export function useOwnServer(
  name: string,
  { prepare, remove }: { prepare?: (folder: string) => void; remove?: (folder: string) => void } = {},
): () => OwnServer {
  const folder = path.join(root, ".data", `${name}-${process.pid}`);
  const dataDir = path.join(folder, "postgres");
  let server: EmbeddedPostgres;
  let program = "";
  beforeAll(async () => {
    prepare?.(folder);
    server = await startEmbeddedPostgres({ folder, database: "ferry", isDurable: true });
    program = await controlProgram();
    process.env.DATABASE_URL = server.url;
    await applyMigrations(server.url);
    await installQueues();
  });
  afterAll(async () => {
    await closeDatabase();
    await server.stop();
    remove?.(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  return () => ({
    url: server.url,
    dataDir,
    restartAtOnce() {
      // It writes its log as the user it runs as.
      const log = path.join(dataDir, "restarts.log");
      const options = ["-m", "immediate", "-w", "-t", "60", "-l", log, "-o", startedWith(dataDir)];
      const run = unprivileged(program, ["restart", "-D", dataDir, ...options], dataDir);
      const { status, stderr } = spawnSync(run.command, run.args, {
        ...run.options,
        cwd: "/",
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`PostgreSQL did not restart: ${stderr}`);
    },
    async endConnections() {
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
      );
      await client.end();
    },
  });
}
