import { prisma } from "@/lib/db";
import { destinations } from "@/lib/destinations/registry";
import { isNear } from "@/lib/system/retirement";
import { raiseIncident, resolveIncident } from "./incidents";

/** Tells administrators in good time that a destination will no longer answer this Ferry; over once a newer one runs. */
export async function tellOfRetirement(now: Date): Promise<void> {
  await prisma().$transaction(async (tx) => {
    for (const { key, api } of destinations) {
      const { revision, endsOn } = api;
      const which = { kind: "revision_retires", objectType: "destination", objectId: key } as const;
      if (endsOn !== null && isNear(endsOn, now))
        await raiseIncident(tx, { ...which, params: { revision, endsOn } });
      else await resolveIncident(tx, which);
    }
  });
}
