import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { createInterface } from "node:readline";
import { newAccount, type Account, type PrivateKey } from "../accounts/account.ts";
import { createIdentifiers } from "../identifiers.ts";
import type { ImportJob } from "../imports/import-job.ts";
import { scheduleImportJob } from "../imports/run-import-job.ts";
import { MemberList, type OptInProcess } from "../lists/member-list.ts";
import type { AccessToken, AuthorizationCode, Grant, OAuthApp } from "../oauth/oauth-store.ts";
import type { Profile } from "../profiles/profile.ts";
import type { SuppressionJob } from "../suppressions/suppression-job.ts";
import type { World } from "../world.ts";

type SavedJob = Omit<ImportJob, "profiles"> & { profiles: string[] };
type SavedRecord =
  | { kind: "world"; seed: string; nextJobSeq: number }
  | {
      kind: "oauth";
      apps: OAuthApp[];
      codes: AuthorizationCode[];
      grants: Grant[];
      accessTokens: AccessToken[];
    }
  | ({
      kind: "account";
      id: string;
      name: string;
      keys: PrivateKey[];
      suppressions: SuppressionJob[];
    } & Partial<Account>)
  | ({ kind: "job" } & SavedJob)
  | {
      kind: "list";
      account: string;
      id: string;
      name: string;
      optIn: OptInProcess;
      createdAt: number;
      updatedAt: number;
    }
  | { kind: "member"; account: string; list: string; profile: string; at: number }
  | ({ kind: "profile"; account: string } & Profile);

/** Fills an empty world from a snapshot; returns whether there was one. */
export async function loadSnapshot(world: World, file: string): Promise<boolean> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (!exists) return false;
  const later: Extract<SavedRecord, { kind: "member" | "job" }>[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line === "") continue;
    const record = toSavedRecord(line);
    // Members and jobs name profiles, which stand at the end of the file.
    if (record.kind === "member" || record.kind === "job") later.push(record);
    else place(world, record);
  }
  for (const record of later) {
    if (record.kind === "member") placeMember(world, record);
    else placeJob(world, record);
  }
  // Ids must not repeat those handed out before the restart.
  world.identifiers = createIdentifiers(`${world.seed}:${Date.now()}`);
  return true;
}

/** The claim holds because only `saveSnapshot` writes these files. */
function toSavedRecord(line: string): SavedRecord {
  return JSON.parse(line) as SavedRecord;
}

function place(world: World, record: Exclude<SavedRecord, { kind: "member" | "job" }>): void {
  switch (record.kind) {
    case "world":
      world.nextJobSeq = record.nextJobSeq;
      return;
    case "oauth":
      for (const app of record.apps) world.oauth.apps.set(app.clientId, app);
      for (const code of record.codes) world.oauth.codes.set(code.code, code);
      for (const grant of record.grants) world.oauth.grants.set(grant.id, grant);
      for (const token of record.accessTokens) world.oauth.accessTokens.set(token.token, token);
      return;
    case "account": {
      const { kind: _kind, keys, suppressions, ...start } = record;
      const account = newAccount(start);
      account.keys = keys;
      for (const job of suppressions) account.suppressions.set(job.id, job);
      world.accounts.set(account.id, account);
      return;
    }
    case "list": {
      const { kind: _kind, account, ...start } = record;
      world.accounts.get(account)?.lists.set(record.id, new MemberList(start));
      return;
    }
    case "profile": {
      const { kind: _kind, account, ...profile } = record;
      world.accounts.get(account)?.profiles.restore(profile);
    }
  }
}

function placeMember(world: World, record: Extract<SavedRecord, { kind: "member" }>): void {
  const account = world.accounts.get(record.account);
  const profile = account?.profiles.find(record.profile);
  if (profile) account?.lists.get(record.list)?.add(profile, record.at);
}

function placeJob(world: World, record: Extract<SavedRecord, { kind: "job" }>): void {
  const account = world.accounts.get(record.accountId);
  if (!account) return;
  const { kind: _kind, ...saved } = record;
  const job: ImportJob = {
    ...saved,
    profiles: saved.profiles.flatMap((id) => account.profiles.find(id) ?? []),
  };
  account.imports.set(job.id, job);
  if (job.status !== "queued" && job.status !== "processing") return;
  // It may have been saved half-way; rows are applied again from the start, which changes nothing twice.
  Object.assign(job, { completed: 0, failed: 0, errors: [] });
  if (job.fate.ending !== "stuckProcessing" || job.status === "queued")
    scheduleImportJob(world, account, job);
}
