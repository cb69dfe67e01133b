import type { UserActor } from "@/lib/auth/current-actor";
import { prisma } from "@/lib/db";
import { searchLists } from "@/lib/exports/lists";
import { saveExport } from "@/lib/exports/save-export";
import { valueOf } from "./value-of";

const NAME = "Newsletter readers in Hungary to Klaviyo";

async function findListId(actor: UserActor, connectionId: string): Promise<string> {
  const search = { connectionId, query: "Newsletter", cursor: null };
  const { lists } = valueOf(await searchLists(actor, search));
  const list = lists.find(({ name }) => name === search.query);
  if (!list) throw new Error("The practice account has no list Newsletter.");
  return list.id;
}

/** An export of the sample's people to the practice account, made by the commands a person uses, ready to run. */
export async function installSampleExport(actor: UserActor): Promise<void> {
  const connection = await prisma().connection.findFirstOrThrow({
    where: { isSample: true, status: "active" },
  });
  const segment = await prisma().segment.findFirstOrThrow({
    where: { isSample: true, name: "Newsletter readers in Hungary" },
  });
  const settings = {
    name: NAME,
    connectionId: connection.id,
    listId: await findListId(actor, connection.id),
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
