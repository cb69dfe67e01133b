import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { runSettingsSchema } from "./settings-schema";

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A run with its names, for reading. Throws NotFound; what is no id names nothing. */
export async function findRun(runId: string) {
  const row = idPattern.test(runId)
    ? await prisma().run.findUnique({
        where: { id: runId },
        include: {
          export: { select: { id: true, name: true, removedAt: true } },
          connection: { include: { users: { select: { userId: true } } } },
          startedBy: { select: { name: true } },
          apiToken: { select: { name: true } },
          canceledBy: { select: { name: true } },
        },
      })
    : null;
  if (!row) throw new NotFound("run", runId);
  return { ...row, settings: runSettingsSchema.parse(row.settings) };
}
export type FoundRun = Awaited<ReturnType<typeof findRun>>;
