import type { Connection, Run } from "@/generated/prisma/client";
import { prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import type { Destination } from "@/lib/destinations/types";
import { problemsExpireOn } from "./create-run";
import { type RunSettings, runSettingsSchema } from "./settings-schema";

/** A run with all that its work needs to know. */
export interface RunContext {
  run: Run;
  connection: Connection;
  destination: Destination;
  settings: RunSettings;
  /** The ledger's names, by place. */
  attributeNames: string[];
  /** The day on which rows about rejected and unconfirmed people are dropped. */
  problemsExpireOn: Date;
}

/** Loads what is true now. */
export async function loadRun(runId: string): Promise<RunContext> {
  const { connection, ...run } = await prisma().run.findUniqueOrThrow({
    where: { id: runId },
    include: { connection: true },
  });
  const ledger = await prisma().ledger.findUniqueOrThrow({ where: { id: run.ledgerId } });
  const settings = runSettingsSchema.parse(run.settings);
  return {
    run,
    connection,
    destination: requireDestination(settings.destination),
    settings,
    attributeNames: ledger.attributeNames,
    problemsExpireOn: problemsExpireOn(run),
  };
}
