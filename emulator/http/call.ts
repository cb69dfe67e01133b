import type { Account } from "../accounts/account.ts";
import type { Caller } from "../accounts/identify.ts";
import type { FaultAction } from "../faults/fault-rule.ts";
import type { LogEntry } from "../control/request-log.ts";
import type { World } from "../world.ts";

/** What will be written: a JSON document, text of some type, far too much, or nothing. */
export interface Answer {
  status: number;
  document?: unknown;
  text?: { type: string; content: string };
  /** That many megabytes of a JSON document that never ends well. */
  huge?: number;
  headers?: Record<string, string>;
}

/** One request to the emulated API, after credentials, quota, headers and JSON were checked. */
export interface Call {
  world: World;
  account: Account;
  caller: Caller;
  now: number;
  path: string;
  query: URLSearchParams;
  params: Record<string, string>;
  body: unknown;
  bodyBytes: number;
  /** Scheme and host that links name. */
  base: string;
  entry: LogEntry;
  faults: FaultAction[];
}

export interface QueryRules {
  /** Parameters with the values they may list; "any" takes every text. */
  parameters?: Record<string, readonly string[] | "any">;
  /** Values of parameters that cost a bucket of their own. */
  features?: Record<string, string>;
  pageSize?: { standard: number; maximum: number };
}

export interface Route extends QueryRules {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  template: string;
  scopes: readonly string[];
  /** Largest body in megabytes; 5 is the global limit. */
  megabytes?: number;
  handle(call: Call): Answer | Promise<Answer>;
}
