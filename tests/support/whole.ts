import type { Emulator } from "@/emulator/start-emulator.ts";
import type { UserActor } from "@/lib/auth/current-actor";
import { saveSegment } from "@/lib/segments/save-segment";
import { prepareExports, savedExport } from "./exports";
import { valueOf } from "./imports";
import { allOf, condition, inSegment } from "./people";
import { addDatabase, customerDatabase } from "./source-databases";

/**
 * Two sources with fields of their own. Of the shop's: the segment Readers, another that asks about it, and an export of
 * that. Of the club's: a segment and an export.
 */
export async function prepareWhole(klaviyo: Emulator, administrator: UserActor) {
  const prepared = await prepareExports(klaviyo, administrator, { people: {} });
  const shop = await customerDatabase(
    `CREATE TABLE customers (customer_id text PRIMARY KEY, email text, city text);
     INSERT INTO customers VALUES ('c1', 'anna@example.com', 'Pécs'), ('c2', 'bela@example.com', 'Vác'),
       ('c3', 'cili@example.com', NULL)`,
  );
  const club = await customerDatabase(
    "CREATE TABLE customers (customer_id text PRIMARY KEY, note text); INSERT INTO customers VALUES ('m1', 'dora@example.com')",
  );
  const shopId = await addDatabase(administrator, { address: shop.address, name: "Shop" });
  const clubId = await addDatabase(administrator, { address: club.address, name: "Club" });
  const save = async (name: string, definition: ReturnType<typeof allOf>) =>
    valueOf(await saveSegment(administrator, { name, definition })).segmentId;
  const pecs = await save("Pécs", allOf(inSegment(prepared.readers), condition("city", "equals", "Pécs")));
  const members = await save("Members", allOf(condition("note", "is_set")));
  const { form, lists } = prepared;
  const toPecs = await savedExport(administrator, { ...form, name: "Pécs to Klaviyo", segmentIds: [pecs] });
  const toMembers = await savedExport(administrator, {
    ...form,
    name: "Members to Klaviyo",
    listId: lists.vip,
    identifierField: "note",
    mapping: { fields: [], properties: [] },
    segmentIds: [members],
  });
  return { ...prepared, shop, club, shopId, clubId, pecs, members, toPecs, toMembers };
}
