import path from "node:path";
import { pool, prisma } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import { refuseOtherMode, requireInstallation } from "@/lib/installation";
import { installQueues } from "@/lib/jobs/boss";
import { applyMigrations } from "@/lib/migrations";
import { tombstoneKeyProblem } from "@/lib/privacy/tombstone-key";
import { createSetupToken } from "@/lib/setup/setup-link";
import { seedPractice } from "@/prisma/seed";
import type { Prepared } from "./prepare";

/** Brings the database up to date: schema, queues, and the mark of its mode. */
export async function migrate({ settings }: Prepared): Promise<string[]> {
  await refuseOtherMode((sql, values) => pool().query(sql, values), settings.FERRY_MODE);
  const applied = await applyMigrations(settings.DATABASE_URL);
  await requireInstallation((sql, values) => pool().query(sql, values), settings.FERRY_MODE);
  await installQueues();
  return applied;
}

const keyHints = {
  tombstone_key_missing:
    "FERRY_TOMBSTONE_KEY is not set, so no export runs and nobody can be erased; set it once and for all to 32 random bytes in base64: openssl rand -base64 32",
  tombstone_key_changed:
    "FERRY_TOMBSTONE_KEY is not the key that people were erased with, so no export runs; set the former one again.",
};

/** What stands still although Ferry starts. */
export async function hintLines(): Promise<string[]> {
  const problem = await tombstoneKeyProblem(prisma());
  return problem ? [keyHints[problem]] : [];
}

/**
 * Makes what the first start needs, and returns the lines that tell how to sign in: in practice three people and
 * a sample; otherwise a one-time link for the first administrator, while there is none.
 */
export async function signInLines({ settings, dataDir }: Prepared): Promise<string[]> {
  if (settings.FERRY_MODE === "practice") {
    const users = await seedPractice(path.join(dataDir, "sign-in.json"));
    const width = Math.max(...users.map((user) => user.email.length));
    return ["Sign in as", ...users.map((user) => `  ${user.email.padEnd(width)}  ${user.password}`)];
  }
  const token = await createSetupToken(new Date());
  if (!token) return [];
  return [
    "Nobody can sign in yet. This link makes the first administrator; it works once, for 24 hours:",
    `  ${publicUrl()}/setup?token=${token}`,
  ];
}
