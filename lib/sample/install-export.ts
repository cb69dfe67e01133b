import type { UserActor } from "@/lib/auth/current-actor";
import { prisma } from "@/lib/db";
import { createList } from "@/lib/exports/lists";
import { saveExport } from "@/lib/exports/save-export";
import { valueOf } from "./value-of";

const NAME = "Newsletter readers in Hungary to Klaviyo";

/** An export of the sample's people to the practice account, made by the commands a person uses, ready to run. */
export async function installSampleExport(actor: UserActor): Promise<void> {
  const connection = await prisma().connection.findFirstOrThrow({
    where: { isSample: true, status: "active" },
  });
  const segment = await prisma().segment.findFirstOrThrow({
    where: { isSample: true, name: "Newsletter readers in Hungary" },
  });
  // Finds the list that the practice account begins with, and makes it where somebody has deleted it.
  const { list } = valueOf(await createList(actor, { connectionId: connection.id, name: "Newsletter" }));
  const settings = {
    name: NAME,
    connectionId: connection.id,
    listId: list.id,
    identifierField: "e_mail",
    mapping: {
      fields: [
        { to: "first_name", field: "first_name" },
        { to: "last_name", field: "last_name" },
        { to: "phone_number", field: "phone" },
        { to: "location.city", field: "city" },
      ],
      properties: [
        { name: "Orders", field: "orders" },
        { name: "Total spent", field: "total_spent" },
      ],
    },
    segmentIds: [segment.id],
    excludedSegmentIds: [],
    leavers: "keep" as const,
    isScheduled: true,
  };
  valueOf(await saveExport(actor, settings, { isSample: true }));
}
