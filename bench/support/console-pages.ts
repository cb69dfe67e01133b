import { globSync } from "node:fs";
import path from "node:path";
import { pool } from "@/lib/db";
import { root } from "@/scripts/paths";

const CONSOLE = "app/(console)";

/** What stands in the addresses of pages about one thing. */
export interface PageIds {
  connectionId: string;
  exportId: string;
  runId: string;
  segmentId: string;
  sourceId: string;
  databaseId: string;
  uploadId: string;
  listId: string;
  profileId: string;
  erasureId: string;
}

/** The addresses to measure of each page of the console; a page that is missing here fails the command. */
export function addressesOf(ids: PageIds): Record<string, string[]> {
  const {
    connectionId,
    exportId,
    runId,
    segmentId,
    sourceId,
    databaseId,
    uploadId,
    listId,
    profileId,
    erasureId,
  } = ids;
  const people = ["added", "rejected", "unchanged"].map(
    (outcome) => `/data/runs/${runId}/people?outcome=${outcome}`,
  );
  return {
    "/account/password": ["/account/password"],
    "/account/preferences": ["/account/preferences"],
    "/account/profile": ["/account/profile"],
    "/account/sessions": ["/account/sessions"],
    "/account/two-step": ["/account/two-step"],
    "/admin/api": ["/admin/api"],
    "/admin/audit": ["/admin/audit", "/admin/audit?action=run.start"],
    "/admin/privacy/consents": ["/admin/privacy/consents"],
    "/admin/connections": ["/admin/connections"],
    "/admin/connections/[connectionId]": [`/admin/connections/${connectionId}`],
    "/admin/connections/discover": ["/admin/connections/discover"],
    "/admin/connections/new": ["/admin/connections/new?destination=klaviyo"],
    "/admin/privacy": ["/admin/privacy"],
    "/admin/privacy/erasures/[erasureId]": [`/admin/privacy/erasures/${erasureId}`],
    "/admin/privacy/processing": ["/admin/privacy/processing"],
    "/admin/privacy/retention": ["/admin/privacy/retention"],
    "/admin/system/about": ["/admin/system/about"],
    "/admin/system/general": ["/admin/system/general"],
    "/admin/system/notifications": ["/admin/system/notifications"],
    "/admin/system/schedule": ["/admin/system/schedule"],
    "/admin/system/status": ["/admin/system/status"],
    "/notifications": ["/notifications"],
    "/admin/permissions": ["/admin/permissions"],
    "/data/customers": ["/data/customers"],
    "/data/customers/fields": ["/data/customers/fields"],
    "/data/customers/[profileId]": [`/data/customers/${profileId}`],
    "/data/exports": ["/data/exports"],
    "/data/exports/[exportId]": [`/data/exports/${exportId}`],
    "/data/exports/[exportId]/edit": [`/data/exports/${exportId}/edit`],
    "/data/exports/new": ["/data/exports/new", `/data/exports/new?connection=${connectionId}`],
    "/data/runs/[runId]": [`/data/runs/${runId}`],
    "/data/runs/[runId]/people": people,
    "/data/segments": ["/data/segments"],
    "/data/segments/[segmentId]": [`/data/segments/${segmentId}`],
    "/data/segments/[segmentId]/edit": [`/data/segments/${segmentId}/edit`],
    "/data/segments/[segmentId]/exports": [`/data/segments/${segmentId}/exports`],
    "/data/segments/[segmentId]/history": [`/data/segments/${segmentId}/history`],
    "/data/segments/list": ["/data/segments/list"],
    "/data/segments/list/[listId]": [`/data/segments/list/${listId}`],
    "/data/segments/list/uploads/[uploadId]": [`/data/segments/list/uploads/${uploadId}`],
    "/data/segments/new": ["/data/segments/new"],
    "/data/sources": ["/data/sources"],
    "/data/sources/[sourceId]": [`/data/sources/${sourceId}`],
    "/data/sources/[sourceId]/database": [`/data/sources/${databaseId}/database`],
    "/data/sources/new": ["/data/sources/new"],
    "/data/sources/new/database": ["/data/sources/new/database"],
    "/data/sources/uploads/[uploadId]": [`/data/sources/uploads/${uploadId}`],
  };
}

/** The pages there are, as the app's folders have them. */
export function listPages(): string[] {
  const files = globSync(`${CONSOLE}/**/page.tsx`, { cwd: root });
  return files.map((file) => `/${path.relative(CONSOLE, path.dirname(file))}`).sort();
}

/** Things to open: the export and the run with most, and of the others one. */
export async function findPageIds(known: Pick<PageIds, "exportId" | "runId" | "connectionId" | "uploadId">) {
  const { rows } = await pool().query<
    Pick<PageIds, "segmentId" | "sourceId" | "databaseId" | "listId" | "profileId" | "erasureId">
  >(
    `SELECT (SELECT id FROM segment ORDER BY members DESC LIMIT 1) AS "segmentId",
       (SELECT source_id FROM source_record LIMIT 1) AS "sourceId",
       (SELECT source_id FROM source_database LIMIT 1) AS "databaseId", (SELECT id FROM member_list LIMIT 1) AS "listId",
       (SELECT id::text FROM profile ORDER BY id DESC LIMIT 1) AS "profileId",
       (SELECT id FROM erasure LIMIT 1) AS "erasureId"`,
  );
  const [found] = rows;
  if (!found) throw new Error("There is nothing to open.");
  return { ...known, ...found };
}
