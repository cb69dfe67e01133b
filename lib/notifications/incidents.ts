import type { ClientBase } from "pg";
import type { Tx } from "@/lib/db";
import { logger } from "@/lib/logger";

interface Subject {
  kind: "run_failed" | "run_held" | "run_missed" | "connection_attention" | "source_failed";
  objectType: string;
  objectId: string;
}

/** Tells that something needs a person. */
export async function raiseIncident(
  _tx: Tx | ClientBase,
  { kind, objectId }: Subject & { params?: Record<string, string | number> },
): Promise<void> {
  logger.warn({ kind, objectId }, "something needs a person");
}

/** Tells that it is well again. */
export async function resolveIncident(_tx: Tx | ClientBase, { kind, objectId }: Subject): Promise<void> {
  logger.debug({ kind, objectId }, "what needed a person is well");
}
