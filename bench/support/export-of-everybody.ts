import type { UserActor } from "@/lib/auth/current-actor";
import { pool } from "@/lib/db";
import { saveExport } from "@/lib/exports/save-export";
import { installSampleConnection } from "@/lib/sample/install-connection";
import { valueOf } from "@/lib/sample/value-of";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { saveSegment } from "@/lib/segments/save-segment";
import type { LocalKlaviyo } from "./klaviyo";

/** What is sent of each person: as a field of Klaviyo's, or as a custom property. */
const mapping = {
  fields: [
    { to: "first_name", field: "first_name" },
    { to: "last_name", field: "last_name" },
    { to: "phone_number", field: "phone" },
    { to: "location.city", field: "city" },
    { to: "location.country", field: "country" },
  ],
  properties: ["newsletter", "orders", "spent", "last_order", "plan"].map((name) => ({ name, field: name })),
};

/** The segment of everybody who takes the newsletter, computed. */
export async function makeSegment(actor: UserActor): Promise<string> {
  const takesIt = {
    kind: "condition" as const,
    field: "newsletter",
    operator: "is_true" as const,
    values: [],
  };
  const group = { kind: "group" as const, match: "all" as const, items: [takesIt] };
  const rules = [{ combine: "union" as const, group }];
  const definition = { version: 2 as const, timeZone: "UTC", rules };
  const { segmentId } = valueOf(await saveSegment(actor, { name: "Newsletter", definition }));
  await refreshSegment(segmentId);
  return segmentId;
}

/** An active connection to the local Klaviyo that leaves no part of the rate to others and has no limit in the way. */
export async function makeConnection(actor: UserActor, klaviyo: LocalKlaviyo): Promise<string> {
  await installSampleConnection(actor, klaviyo.key);
  const { rows } = await pool().query<{ id: string }>(
    "UPDATE connection SET reserve_percent = 0, export_limit = 10000000 RETURNING id",
  );
  return rows[0]?.id ?? "";
}

/** The export of a segment to the local Klaviyo's list; whoever leaves the segment is taken off. */
export async function makeExport(
  actor: UserActor,
  to: { connectionId: string; segmentId: string; list: LocalKlaviyo["list"]; name?: string },
): Promise<string> {
  const { exportId } = valueOf(
    await saveExport(actor, {
      name: to.name ?? "Everybody",
      connectionId: to.connectionId,
      listId: to.list.id,
      identifierField: "email",
      mapping,
      segmentIds: [to.segmentId],
      excludedSegmentIds: [],
      leavers: "remove",
      isScheduled: false,
    }),
  );
  return exportId;
}
