import type { ImportJob } from "../imports/import-job.ts";
import type { MemberList, OptInProcess } from "../lists/member-list.ts";
import { ProfileStore } from "../profiles/profile-store.ts";
import type { SuppressionJob } from "../suppressions/suppression-job.ts";

export interface PrivateKey {
  id: string;
  label: string;
  secret: string;
  scopes: "full" | "read-only" | string[];
  revokedAt: number | null;
}

/** One Klaviyo account: everything in it is invisible to every other account. */
export interface Account {
  id: string;
  name: string;
  testAccount: boolean;
  timezone: string;
  currency: string;
  locale: string;
  industry: string | null;
  defaultOptIn: OptInProcess;
  createdAt: number;
  keys: PrivateKey[];
  lists: Map<string, MemberList>;
  profiles: ProfileStore;
  imports: Map<string, ImportJob>;
  suppressions: Map<string, SuppressionJob>;
}

export type AccountStart = Partial<
  Omit<Account, "keys" | "lists" | "profiles" | "imports" | "suppressions">
> & {
  id: string;
  name: string;
};

/** An account without keys, lists or people. */
export function newAccount(start: AccountStart): Account {
  return {
    testAccount: true,
    timezone: "Europe/Budapest",
    currency: "EUR",
    locale: "en-US",
    industry: "Ecommerce, Other",
    defaultOptIn: "double_opt_in",
    createdAt: 0,
    ...start,
    keys: [],
    lists: new Map(),
    profiles: new ProfileStore(),
    imports: new Map(),
    suppressions: new Map(),
  };
}
