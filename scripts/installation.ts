import path from "node:path";
import { detectCopy } from "@/lib/copies/detect-copy";
import { canAlterAudit, handOver } from "@/lib/database-roles";
import { pool, prisma } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import { refuseOtherMode, requireInstallation } from "@/lib/installation";
import { installQueues } from "@/lib/jobs/boss";
import { applyMigrations } from "@/lib/migrations";
import { requireKnownKeys } from "@/lib/require-known-keys";
import { tombstoneKeyProblem } from "@/lib/privacy/tombstone-key";
import { createSetupToken } from "@/lib/setup/setup-link";
import { seedPractice } from "@/prisma/seed";
import type { Prepared } from "./prepare";

/** Brings the database up to date: schema, queues, and the mark of its mode. */
export async function migrate({ settings }: Prepared): Promise<string[]> {
  await refuseOtherMode((sql, values) => pool().query(sql, values), settings.FERRY_MODE);
  const ownerUrl = settings.DATABASE_OWNER_URL;
  const applied = await applyMigrations(ownerUrl ?? settings.DATABASE_URL);
  if (ownerUrl) await handOver(ownerUrl, settings.DATABASE_URL);
  await requireInstallation((sql, values) => pool().query(sql, values), settings.FERRY_MODE);
  await requireKnownKeys((sql) => pool().query(sql));
  await detectCopy((sql, values) => pool().query(sql, values), settings.FERRY_INSTANCE);
  await installQueues();
  return applied;
}

const ownsAudit = [
  "The role of DATABASE_URL owns the audit log: whoever holds its password could change the log, and only its seals would",
  "show that. With DATABASE_OWNER_URL the log belongs to another role; see docs/operations.md.",
];
const isUnnamed = [
  "FERRY_INSTANCE is not set, so a copy of the database server's files (a base backup, a snapshot) would not be noticed, and",
  "would send beside this installation. Give each installation a name; see docs/operations.md.",
];

/** What is not protected as things are set, in sentences for the terminal. Practice has nothing to protect. */
export async function warnings({ settings }: Prepared): Promise<string[]> {
  const { FERRY_MODE, FERRY_INSTANCE } = settings;
  if (FERRY_MODE === "practice") return [];
  return [
    ...((await canAlterAudit((sql) => pool().query(sql))) ? ownsAudit : []),
    ...(FERRY_MODE === "production" && !FERRY_INSTANCE ? isUnnamed : []),
  ];
}

const keyHints = {
  tombstone_key_missing:
    "FERRY_TOMBSTONE_KEY is not set, so no export runs, nobody can be erased, and once people were erased nothing is imported; set it once and for all to 32 random bytes in base64: openssl rand -base64 32",
  tombstone_key_changed:
    "FERRY_TOMBSTONE_KEY is not the key that people were erased with, so no export runs and nothing is imported; set the former one again.",
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
