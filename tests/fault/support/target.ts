import { makePeople } from "@/bench/support/people";
import type { Emulator } from "@/emulator/start-emulator.ts";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import type { SaveExportInput } from "@/lib/exports/schema";
import { acme, activeConnection } from "../../support/connections";
import { savedExport } from "../../support/exports";
import { faultSeed } from "./seed";

/** An export under test, and the list at Klaviyo it leads to. */
export interface Target {
  exportId: string;
  listId: string;
  connectionId: string;
  accountId: string;
  segmentId: string;
  form: SaveExportInput;
}

/** A segment of the profiles that `where` is true of; its rules do not matter. */
export async function segmentWhere(name: string, where = "true"): Promise<string> {
  const { id } = await prisma().segment.create({
    data: { name, definition: {}, refreshStatus: "ready", refreshedAt: new Date() },
  });
  const { rowCount } = await pool().query(
    `INSERT INTO segment_member (segment_id, profile_id) SELECT $1, id FROM profile p WHERE ${where}`,
    [id],
  );
  await prisma().segment.update({ where: { id }, data: { members: rowCount ?? 0 } });
  return id;
}

export function addList(klaviyo: Emulator, name: string): string {
  const lists = klaviyo.control.seed({ accounts: [{ id: acme.id, lists: [{ name }] }] });
  return lists[acme.id]?.[name] ?? "";
}

/** Another export over a connection, to a list of its own. */
export async function exportTo(
  klaviyo: Emulator,
  actor: UserActor,
  given: { name: string; connectionId: string; segmentId: string } & Partial<SaveExportInput>,
): Promise<Target> {
  const { segmentId, ...more } = given;
  const form: SaveExportInput = {
    listId: given.listId ?? addList(klaviyo, given.name),
    identifierField: "email",
    mapping: {
      fields: [{ to: "first_name", field: "first_name" }],
      properties: [{ name: "Plan", field: "plan" }],
    },
    segmentIds: [segmentId],
    excludedSegmentIds: [],
    leavers: "keep",
    isScheduled: false,
    ...more,
  };
  const exportId = await savedExport(actor, form);
  const { listId, connectionId } = form;
  return { exportId, listId, connectionId, accountId: acme.id, segmentId, form };
}

/** So many people, a connection, and an export of all of them to a list at Klaviyo; what it took is not in the log. */
export async function exportOf(
  klaviyo: Emulator,
  actor: UserActor,
  { people, ...form }: { people: number } & Partial<SaveExportInput>,
): Promise<Target> {
  await makePeople(people, faultSeed);
  const connectionId = await activeConnection(actor);
  await pool().query("UPDATE connection SET reserve_percent = 0, export_limit = 10000000");
  const segmentId = await segmentWhere("Everybody");
  const target = await exportTo(klaviyo, actor, { name: "Everybody", connectionId, segmentId, ...form });
  await pool().query("ANALYZE profile, segment_member");
  klaviyo.control.clearLog();
  return target;
}
