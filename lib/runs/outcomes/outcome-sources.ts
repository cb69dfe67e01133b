import type { BatchKind, BatchState } from "@/generated/prisma/enums";
import type { OpenableOutcome } from "./outcome-schema";

/** Where the people of an outcome stand. */
export type OutcomeSource =
  /** Items of batches in one of `states`, that have no outcome of their own. */
  | { from: "items"; batches: BatchKind; kinds: readonly ItemKind[]; states: readonly BatchState[] }
  /** Outcomes that were written one by one. */
  | { from: "outcomes"; kind: string }
  /** Members whom the ledger has as they are. */
  | { from: "ledger" }
  | { from: "warnings" };

type ItemKind = "add" | "change" | "remove";

const sending = { from: "items", batches: "send", kinds: ["add", "change"] } as const;
const removing = { from: "items", batches: "remove", kinds: ["remove"] } as const;
const open = ["pending", "submitting", "awaiting"] as const;
const neverDone = ["failed", "canceled"] as const;
const written = (kind: OpenableOutcome): OutcomeSource => ({ from: "outcomes", kind });

/** The sources of each outcome, in the order they are listed in. */
export const outcomeSources: Readonly<Record<OpenableOutcome, readonly OutcomeSource[]>> = {
  added: [{ ...sending, kinds: ["add"], states: ["done"] }],
  changed: [{ ...sending, kinds: ["change"], states: ["done"] }],
  sent: [{ ...sending, states: ["done"] }],
  unchanged: [{ from: "ledger" }],
  no_email: [written("no_email")],
  invalid_email: [written("invalid_email")],
  duplicate: [written("duplicate")],
  excluded: [written("excluded")],
  erased: [written("erased")],
  rejected: [written("rejected")],
  unconfirmed: [written("unconfirmed")],
  not_sent: [written("not_sent"), { ...sending, states: neverDone }],
  removed: [{ ...removing, states: ["done"] }],
  already_gone: [written("already_gone")],
  removal_failed: [written("removal_failed"), { ...removing, states: neverDone }],
  in_progress: [{ ...sending, states: open }],
  removal_in_progress: [{ ...removing, states: open }],
  warnings: [{ from: "warnings" }],
};
