import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { UserActor } from "@/lib/auth/current-actor";
import { closeDatabase, pool, prisma } from "@/lib/db";
import { putUser } from "@/lib/users/put-user";
import { migrate } from "@/scripts/installation";
import { root } from "@/scripts/paths";
import { type Prepared, prepare } from "@/scripts/prepare";
import { atEnd } from "./run-bench";

/** A data folder of this process's own, gone when it ends. */
export function makeFolder(name: string): string {
  const folder = path.join(root, ".data", `${name}-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** An installation of Ferry over an empty, durable database in `folder`; this process works on it too. */
export async function openInstallation(folder: string, settings: Record<string, string>): Promise<Prepared> {
  // Nothing of the shell's installation or of a .env file may get in.
  const none = { DATABASE_URL: "", KLAVIYO_CLIENT_ID: "", KLAVIYO_CLIENT_SECRET: "", FERRY_PUBLIC_URL: "" };
  const own = { FERRY_MODE: "live", FERRY_DATA_DIR: folder, HOST: "127.0.0.1", LOG_LEVEL: "warn" };
  Object.assign(process.env, none, own, settings);
  const prepared = await prepare({ isDurable: true });
  atEnd(prepared.stopDatabase);
  atEnd(closeDatabase);
  await migrate(prepared);
  return prepared;
}

export const administrator = {
  email: "administrator@ferry.example",
  name: "Ada Administrator",
  password: "correct horse battery staple",
} as const;

/** The one who does everything here. */
export async function addAdministrator(): Promise<UserActor> {
  const id = await putUser(prisma(), { ...administrator, role: "administrator" });
  return { kind: "user", id, role: "administrator" };
}

/** Gives PostgreSQL the knowledge of its tables that it has where rows came over days. */
export async function settleDatabase(): Promise<void> {
  await pool().query("VACUUM (ANALYZE)");
  await pool().query("CHECKPOINT");
}
