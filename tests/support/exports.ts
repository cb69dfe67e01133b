import type { Emulator } from "@/emulator/start-emulator.ts";
import type { ConnectionAccess, RunMode, RunStatus } from "@/generated/prisma/enums";
import type { UserActor } from "@/lib/auth/current-actor";
import { saveAccess } from "@/lib/connections/save-access";
import { asJson, pool, prisma } from "@/lib/db";
import { saveExport } from "@/lib/exports/save-export";
import type { SaveExportInput } from "@/lib/exports/schema";
import type { FieldMeaning, FieldType } from "@/lib/profiles/field-types";
import { isActive } from "@/lib/runs/transitions";
import { acme, activeConnection, rival } from "./connections";
import { valueOf } from "./imports";
import { type Attributes, addPeople, allOf, condition } from "./people";

const catalogue: [key: string, type: FieldType, meaning: FieldMeaning][] = [
  ["email", "text", "email"],
  ["first_name", "text", "first_name"],
  ["phone", "text", "phone"],
  ["city", "text", "city"],
  ["orders", "number", "none"],
  ["note", "text", "none"],
];

/** Puts the fields that exports in tests map into the catalogue. */
export async function addCatalogue(): Promise<void> {
  const data = catalogue.map(([key, type, meaning]) => ({ key, name: key, type, meaning }));
  await prisma().field.createMany({ data });
}

/** A segment that has exactly these customers, by key; its rules do not matter. */
export async function addSegment(name: string, keys: string[] = []): Promise<string> {
  const definition = asJson(allOf(condition("city", "is_set")));
  const { id } = await prisma().segment.create({
    data: { name, definition, refreshStatus: "ready", refreshedAt: new Date(), members: keys.length },
  });
  await pool().query(
    "INSERT INTO segment_member (segment_id, profile_id) SELECT $1, id FROM profile WHERE key = ANY ($2)",
    [id, keys],
  );
  return id;
}

/** Lists of Acme's and Rival's at Klaviyo, by name. */
export function addLists(klaviyo: Emulator) {
  const lists = klaviyo.control.seed({
    accounts: [
      { id: acme.id, lists: [{ name: "Newsletter" }, { name: "VIP customers" }] },
      { id: rival.id, lists: [{ name: "Rival news" }] },
    ],
  });
  const idOf = (account: string, name: string) => lists[account]?.[name] ?? "";
  return {
    newsletter: idOf(acme.id, "Newsletter"),
    vip: idOf(acme.id, "VIP customers"),
    rival: idOf(rival.id, "Rival news"),
  };
}

/** A connection, lists, fields, people and segments: all that an export needs, and a valid form of one. */
export async function prepareExports(
  klaviyo: Emulator,
  administrator: UserActor,
  given: { access?: ConnectionAccess; userIds?: string[]; people?: Record<string, Attributes> } = {},
) {
  const { access = "contributors", userIds = [], people = { c1: { email: "anna@example.com" } } } = given;
  const lists = addLists(klaviyo);
  const connectionId = await activeConnection(administrator);
  await saveAccess(administrator, { connectionId, access, userIds });
  await addCatalogue();
  await addPeople(people);
  const readers = await addSegment("Readers", Object.keys(people));
  const staff = await addSegment("Staff");
  const form: SaveExportInput = {
    name: "Readers to Klaviyo",
    connectionId,
    listId: lists.newsletter,
    identifierField: "email",
    mapping: {
      fields: [{ to: "first_name", field: "first_name" }],
      properties: [{ name: "Orders", field: "orders" }],
    },
    segmentIds: [readers],
    excludedSegmentIds: [],
    leavers: "keep",
    isScheduled: true,
  };
  klaviyo.control.clearLog();
  return { connectionId, lists, readers, staff, form };
}

/** Saves an export that has to be accepted; answers its id. */
export async function savedExport(actor: UserActor, form: SaveExportInput): Promise<string> {
  return valueOf(await saveExport(actor, form)).exportId;
}

/** The export as it is stored, with its segments. */
export function findExportRow(exportId: string) {
  const segments = { orderBy: [{ role: "asc" as const }, { position: "asc" as const }] };
  return prisma().export.findUniqueOrThrow({ where: { id: exportId }, include: { segments } });
}

/** A run of an export as the engine would have left it. */
export async function addRun(
  exportId: string,
  given: { status?: RunStatus; mode?: RunMode; createdAt?: Date; finishedAt?: Date } = {},
): Promise<string> {
  const row = await prisma().export.findUniqueOrThrow({
    where: { id: exportId },
    include: { connection: true },
  });
  const { id } = await prisma().run.create({
    data: {
      exportId,
      connectionId: row.connectionId ?? "",
      accountId: row.connection?.accountId ?? "",
      listId: row.listId,
      ledgerId: await addLedger(exportId),
      reason: "manual",
      settings: {},
      expiresOn: new Date(Date.now() + 86_400_000),
      ...given,
    },
  });
  if (isActive(given.status ?? "queued"))
    await pool().query(
      "INSERT INTO run_data.open_list SELECT account_id, list_id, id FROM run WHERE id = $1 ON CONFLICT DO NOTHING",
      [id],
    );
  return id;
}

/** The ledger of an export's present list, with so many people in it. */
export async function addLedger(exportId: string, people = 0): Promise<number> {
  const row = await prisma().export.findUniqueOrThrow({
    where: { id: exportId },
    include: { connection: true },
  });
  const key = { exportId, accountId: row.connection?.accountId ?? "", listId: row.listId };
  const { id } = await prisma().ledger.upsert({
    where: { exportId_accountId_listId: key },
    create: key,
    update: {},
  });
  await pool().query(
    `INSERT INTO run_data.ledger_entry (ledger_id, identifier, profile_id, added_run, changed_run)
     SELECT $1, 'p' || n || '@example.com', n, 1, 1 FROM generate_series(1, $2) n`,
    [id, people],
  );
  return id;
}
