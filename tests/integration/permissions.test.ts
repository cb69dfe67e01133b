import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import type { Role } from "@/generated/prisma/enums";
import { type Actor, type Permission, permissions } from "@/lib/auth/permissions";
import { pool } from "@/lib/db";
import { Forbidden } from "@/lib/errors";
import { createToken } from "@/lib/api/create-token";
import { listApiSources, listTokens } from "@/lib/api/queries";
import { revokeToken } from "@/lib/api/revoke-token";
import { detachExports } from "@/lib/exports/detach-exports";
import { duplicateExport } from "@/lib/exports/duplicate-export";
import { getExportFormOptions, listConnectionChoices } from "@/lib/exports/form-options";
import { createList, findList, searchLists } from "@/lib/exports/lists";
import { previewExport } from "@/lib/exports/preview-export";
import { getExport, listExports } from "@/lib/exports/queries";
import { removeExports } from "@/lib/exports/remove-exports";
import { saveExport } from "@/lib/exports/save-export";
import type { SaveExportInput } from "@/lib/exports/schema";
import { setSchedule } from "@/lib/exports/set-schedule";
import { changeField } from "@/lib/profiles/change-field";
import { countProfiles } from "@/lib/profiles/count-profiles";
import { getCountState, getFieldCatalogue } from "@/lib/profiles/field-catalogue";
import { listFields } from "@/lib/profiles/fields";
import { listColumns } from "@/lib/profiles/list-columns";
import { getProfile } from "@/lib/profiles/profile-card";
import { findProfiles, listProfiles } from "@/lib/profiles/queries";
import { retryUnification } from "@/lib/profiles/retry-unification";
import { getUnification } from "@/lib/profiles/unification";
import { cancelRefresh } from "@/lib/refresh/cancel-refresh";
import { cancelTask } from "@/lib/refresh/cancel-task";
import { refreshAll } from "@/lib/refresh/start-refresh";
import { countSample, removeSample } from "@/lib/sample/remove-sample";
import { cancelSegmentRefresh } from "@/lib/segments/cancel-refresh";
import { changeTags } from "@/lib/segments/change-tags";
import { countRules } from "@/lib/segments/count-rules";
import { downloadMembers } from "@/lib/segments/download-members";
import { duplicateSegment } from "@/lib/segments/duplicate-segment";
import { addToExport } from "@/lib/segments/exports/add-to-export";
import { listSegmentExports } from "@/lib/segments/exports/list-segment-exports";
import { takeOutOfExport } from "@/lib/segments/exports/take-out-of-export";
import { findSegmentUsage, listUsage } from "@/lib/segments/find-usage";
import { getComparison } from "@/lib/segments/history/get-comparison";
import { listInactiveUses } from "@/lib/segments/inactive-uses";
import { listRevisions } from "@/lib/segments/history/list-revisions";
import { shownDefinition } from "@/lib/segments/mask-definition";
import { restoreRevision } from "@/lib/segments/history/restore-revision";
import { downloadUnknown } from "@/lib/segments/member-lists/download-unknown";
import { findOwnList } from "@/lib/segments/member-lists/find-own-list";
import { getMemberList } from "@/lib/segments/member-lists/queries";
import { saveMemberList } from "@/lib/segments/member-lists/save-member-list";
import { startMemberList } from "@/lib/segments/member-lists/start-member-list";
import { previewSegment } from "@/lib/segments/preview-segment";
import { getSegment, listSegments } from "@/lib/segments/queries";
import { refreshAllSegments } from "@/lib/segments/refresh-all-segments";
import { removeSegments } from "@/lib/segments/remove-segments";
import { renameSegment } from "@/lib/segments/rename-segment";
import { requestRefresh } from "@/lib/segments/request-refresh";
import { saveSegment } from "@/lib/segments/save-segment";
import { setSegmentActive } from "@/lib/segments/set-segment-active";
import { setSegmentKind } from "@/lib/segments/set-segment-kind";
import { getTrend, listTrends } from "@/lib/segments/trend";
import { suggestValues } from "@/lib/segments/suggest-values";
import { cancelImport } from "@/lib/sources/cancel-import";
import { listMissed, previewSchedule } from "@/lib/schedule/queries";
import { getSystemSchedule, saveSystemSchedule } from "@/lib/schedule/system-schedule";
import { getDatabaseSettings } from "@/lib/sources/database/queries";
import { refreshSource } from "@/lib/sources/database/refresh-source";
import { saveDatabase } from "@/lib/sources/database/save-database";
import { testDatabase } from "@/lib/sources/database/test-database";
import { confirmImport } from "@/lib/sources/confirm-import";
import { plainCsv } from "@/lib/sources/csv/collect-items";
import { downloadBadLines } from "@/lib/sources/download-bad-lines";
import { orderSources } from "@/lib/sources/order-sources";
import { listPushes } from "@/lib/sources/push/pushes";
import { getImport, getSource, listBadLines, listSources, previewUpload } from "@/lib/sources/queries";
import { receiveUpload } from "@/lib/sources/receive-upload";
import { removeSource } from "@/lib/sources/remove-source";
import { startImport } from "@/lib/sources/start-import";
import { cancelJob } from "@/lib/status/cancel-job";
import { findCancelable } from "@/lib/status/find-cancelable";
import { getProgress, getRefreshExtent, getStatus, getWorkflow } from "@/lib/status/queries";
import { changeUser } from "@/lib/users/change-user";
import { disableUser, enableUser, endSessions, removeUser } from "@/lib/users/disable-user";
import { inviteUser, makeResetLink, resendInvitation } from "@/lib/users/invite-user";
import { resetTotp } from "@/lib/users/own-totp";
import { listUsers } from "@/lib/users/queries";
import { root } from "@/scripts/paths";
import { column, inParts } from "../support/imports";
import { allOf, condition } from "../support/people";
import { addUser, it } from "../support/workspace";

const id = "00000000-0000-7000-8000-000000000009";
const definition = allOf(condition("city", "is_set"));
const file = { fileName: "people.csv", declaredBytes: 1, body: inParts("x") };
const plan = { uploadId: id, name: "People", format: plainCsv, keyColumn: "Id", columns: [column("Id")] };
const listPlan = { uploadId: id, format: plainCsv, column: "Id", field: null };
const form: SaveExportInput = {
  name: "People",
  connectionId: id,
  listId: "AbC123",
  identifierField: "email",
  mapping: { fields: [], properties: [] },
  segmentIds: [id],
  excludedSegmentIds: [],
  leavers: "keep",
  isScheduled: true,
};

const token = {
  name: "Webshop",
  sourceName: "Webshop",
  scopes: ["profiles:write" as const],
  days: 30 as const,
};

const person = { email: "bob@example.com", name: "Bob", role: "viewer" as const };

const reach = {
  address: "postgresql://reader@db.example.com/shop",
  reads: "table" as const,
  table: "public.customers",
  query: "",
};

const databaseForm = {
  ...reach,
  name: "Shop",
  keyColumn: "id",
  columns: [],
  mode: "full" as const,
  cursorColumn: "",
  overlap: 10,
  compareEveryHours: 24,
  timeLimitMinutes: 60,
  isScheduled: true,
};

const systemForm = {
  isOn: true,
  recurrence: { every: "day" as const, times: ["06:00"], zone: "UTC" },
  catchUpMinutes: 60,
};

const guarded: Record<string, [Permission, (actor: Actor) => Promise<unknown>]> = {
  getStatus: ["system:read", (actor) => getStatus(actor)],
  getRefreshExtent: ["system:read", (actor) => getRefreshExtent(actor)],
  getProgress: ["system:read", (actor) => getProgress(actor, { taskId: `segment:${id}` })],
  getWorkflow: ["system:read", (actor) => getWorkflow(actor)],
  cancelJob: ["system:read", (actor) => cancelJob(actor, { taskId: `segment:${id}` })],
  findCancelable: ["system:read", (actor) => findCancelable(actor, { group: "segment", objectId: id })],
  refreshAll: ["refresh:run", (actor) => refreshAll(actor)],
  cancelRefresh: ["refresh:run", (actor) => cancelRefresh(actor, { refreshId: id })],
  cancelTask: ["refresh:run", (actor) => cancelTask(actor, { taskId: id })],
  cancelSegmentRefresh: ["segment:write", (actor) => cancelSegmentRefresh(actor, { segmentId: id })],
  listTokens: ["api:manage", (actor) => listTokens(actor)],
  listApiSources: ["api:manage", (actor) => listApiSources(actor)],
  getDatabaseSettings: ["source:connect", (actor) => getDatabaseSettings(actor, id)],
  testDatabase: ["source:connect", (actor) => testDatabase(actor, reach)],
  saveDatabase: ["source:connect", (actor) => saveDatabase(actor, databaseForm)],
  refreshSource: ["source:write", (actor) => refreshSource(actor, { sourceId: id })],
  createToken: ["api:manage", (actor) => createToken(actor, token)],
  revokeToken: ["api:manage", (actor) => revokeToken(actor, { tokenId: id })],
  listFields: ["profile:read", (actor) => listFields(actor)],
  listProfiles: ["profile:read", (actor) => listProfiles(actor, {})],
  findProfiles: ["profile:read", (actor) => findProfiles(actor, [])],
  countProfiles: ["profile:read", (actor) => countProfiles(actor)],
  getFieldCatalogue: ["profile:read", (actor) => getFieldCatalogue(actor)],
  getCountState: ["profile:read", (actor) => getCountState(actor)],
  changeField: [
    "source:write",
    (actor) => changeField(actor, { fieldKey: "city", type: "text", meaning: "none" }),
  ],
  retryUnification: ["source:write", (actor) => retryUnification(actor)],
  getUnification: ["source:read", (actor) => getUnification(actor)],
  orderSources: ["source:write", (actor) => orderSources(actor, { sourceIds: [id] })],
  listColumns: ["profile:read", (actor) => listColumns(actor)],
  getProfile: ["profile:read", (actor) => getProfile(actor, "1")],
  listSegments: ["segment:read", (actor) => listSegments(actor)],
  getSegment: ["segment:read", (actor) => getSegment(actor, id)],
  previewSegment: ["segment:write", (actor) => previewSegment(actor, { definition })],
  suggestValues: ["segment:write", (actor) => suggestValues(actor, { field: "city", text: "" })],
  saveSegment: ["segment:write", (actor) => saveSegment(actor, { name: "People", definition })],
  removeSegments: ["segment:write", (actor) => removeSegments(actor, { segmentIds: [id] })],
  requestRefresh: ["segment:write", (actor) => requestRefresh(actor, { segmentIds: [id] })],
  renameSegment: ["segment:write", (actor) => renameSegment(actor, { segmentId: id, name: "People" })],
  duplicateSegment: ["segment:write", (actor) => duplicateSegment(actor, { segmentId: id, word: "copy" })],
  setSegmentKind: ["segment:write", (actor) => setSegmentKind(actor, { segmentIds: [id], kind: "static" })],
  setSegmentActive: [
    "segment:write",
    (actor) => setSegmentActive(actor, { segmentIds: [id], isActive: false }),
  ],
  changeTags: ["segment:write", (actor) => changeTags(actor, { segmentIds: [id], add: ["A"], remove: [] })],
  restoreRevision: ["segment:write", (actor) => restoreRevision(actor, { segmentId: id, restore: 1 })],
  startMemberList: ["segment:write", (actor) => startMemberList(actor, listPlan)],
  saveMemberList: ["segment:write", (actor) => saveMemberList(actor, { listId: id, name: "People" })],
  findOwnList: ["segment:write", (actor) => findOwnList(actor, id)],
  getMemberList: ["segment:write", (actor) => getMemberList(actor, { listId: id })],
  downloadUnknown: ["segment:write", (actor) => downloadUnknown(actor, { listId: id })],
  downloadMembers: ["profile:reveal", (actor) => downloadMembers(actor, { segmentId: id })],
  addToExport: ["export:write", (actor) => addToExport(actor, { segmentId: id, exportId: id })],
  takeOutOfExport: ["export:write", (actor) => takeOutOfExport(actor, { segmentId: id, exportId: id })],
  listSegmentExports: ["segment:read", (actor) => listSegmentExports(actor, { segmentId: id })],
  countRules: ["segment:read", (actor) => countRules(actor, { segmentId: id })],
  findSegmentUsage: ["segment:read", (actor) => findSegmentUsage(actor, { segmentIds: [id] })],
  listUsage: ["segment:read", (actor) => listUsage(actor, { segmentIds: [id] })],
  listInactiveUses: ["segment:read", (actor) => listInactiveUses(actor, { segmentId: id })],
  listRevisions: ["segment:read", (actor) => listRevisions(actor, { segmentId: id })],
  getComparison: ["segment:read", (actor) => getComparison(actor, { segmentId: id, older: 1, newer: 2 })],
  shownDefinition: ["profile:read", (actor) => shownDefinition(actor, definition)],
  listTrends: ["segment:read", (actor) => listTrends(actor)],
  getTrend: ["segment:read", (actor) => getTrend(actor, { segmentId: id })],
  refreshAllSegments: ["segment:write", (actor) => refreshAllSegments(actor)],
  listPushes: ["source:read", (actor) => listPushes(actor, id)],
  listSources: ["source:read", (actor) => listSources(actor)],
  getSource: ["source:read", (actor) => getSource(actor, id)],
  getImport: ["source:read", (actor) => getImport(actor, { importId: id })],
  listBadLines: ["source:read", (actor) => listBadLines(actor, id)],
  previewUpload: ["source:write", (actor) => previewUpload(actor, { uploadId: id })],
  receiveUpload: ["source:write", (actor) => receiveUpload(actor, file)],
  startImport: ["source:write", (actor) => startImport(actor, plan)],
  cancelImport: ["source:write", (actor) => cancelImport(actor, { importId: id })],
  confirmImport: ["source:write", (actor) => confirmImport(actor, { importId: id })],
  downloadBadLines: [
    "source:read",
    (actor) => downloadBadLines(actor, { importId: id, head: () => [], sentence: () => "" }),
  ],
  removeSource: ["source:write", (actor) => removeSource(actor, { sourceId: id })],
  listExports: ["export:read", (actor) => listExports(actor)],
  getExport: ["export:read", (actor) => getExport(actor, id)],
  listConnectionChoices: ["export:write", (actor) => listConnectionChoices(actor)],
  getExportFormOptions: ["export:write", (actor) => getExportFormOptions(actor)],
  previewExport: ["export:write", (actor) => previewExport(actor, { ...form, destination: "klaviyo" })],
  searchLists: ["export:write", (actor) => searchLists(actor, { connectionId: id, query: "", cursor: null })],
  findList: ["export:write", (actor) => findList(actor, form)],
  createList: ["export:write", (actor) => createList(actor, form)],
  saveExport: ["export:write", (actor) => saveExport(actor, form)],
  duplicateExport: ["export:write", (actor) => duplicateExport(actor, { exportId: id, prefix: "Copy of" })],
  detachExports: ["export:write", (actor) => detachExports(actor, { exportIds: [id] })],
  removeExports: ["export:write", (actor) => removeExports(actor, { exportIds: [id] })],
  setSchedule: ["export:write", (actor) => setSchedule(actor, { exportIds: [id], isScheduled: true })],
  getSystemSchedule: ["system:read", (actor) => getSystemSchedule(actor)],
  saveSystemSchedule: ["system:manage", (actor) => saveSystemSchedule(actor, systemForm)],
  previewSchedule: ["system:read", (actor) => previewSchedule(actor, systemForm)],
  listMissed: ["system:read", (actor) => listMissed(actor)],
  listUsers: ["user:manage", (actor) => listUsers(actor)],
  inviteUser: ["user:manage", (actor) => inviteUser(actor, person)],
  resendInvitation: ["user:manage", (actor) => resendInvitation(actor, { userId: id })],
  makeResetLink: ["user:manage", (actor) => makeResetLink(actor, { userId: id })],
  changeUser: ["user:manage", (actor) => changeUser(actor, { userId: id, name: "Bob", role: "viewer" })],
  disableUser: ["user:manage", (actor) => disableUser(actor, { userId: id })],
  enableUser: ["user:manage", (actor) => enableUser(actor, { userId: id })],
  removeUser: ["user:manage", (actor) => removeUser(actor, { userId: id })],
  endSessions: ["user:manage", (actor) => endSessions(actor, { userId: id })],
  resetTotp: ["user:manage", (actor) => resetTotp(actor, { userId: id })],
  countSample: ["sample:remove", (actor) => countSample(actor)],
  removeSample: ["sample:remove", (actor) => removeSample(actor)],
};

// What everybody may do to themselves and nobody to others, and what the first practice start calls as Ferry itself.
const unguarded = [
  "changePassword",
  "proveSelf",
  "beginTotp",
  "confirmTotp",
  "renewRecoveryCodes",
  "endTotp",
  "listOwnSessions",
  "endOwnSessions",
  "updateProfile",
  "updatePreferences",
  "saveColumns",
  "installSampleConnection",
  "installSampleExport",
];

const roles: Role[] = ["viewer", "contributor", "administrator"];
const cases = Object.entries(guarded).flatMap(([name, [permission, call]]) =>
  roles.map((role) => {
    const may = (permissions[permission] as readonly Role[]).includes(role);
    return { name, role, may, call, verdict: may ? "gets past the guard of" : "is Forbidden from" };
  }),
);

describe("called directly, without a screen before it", () => {
  it.for(cases)("a $role $verdict $name", async ({ role, may, call }) => {
    const actor = await addUser(role);
    const before = await rowCounts();
    const isForbidden = await call(actor).then(
      () => false,
      (error: unknown) => error instanceof Forbidden,
    );
    expect(isForbidden).toBe(!may);
    if (!may) expect(await rowCounts()).toEqual(before);
  });
});

it("this table holds every command and query that takes an actor", () => {
  const files = globSync(
    "lib/{api,sources,segments,profiles,sample,schedule,users,exports,refresh,status}/**/*.ts",
    {
      cwd: root,
    },
  ).filter((file) => !file.endsWith(".test.ts"));
  const taking = files.flatMap((file) => {
    const source = readFileSync(path.join(root, file), "utf8");
    return [...source.matchAll(/export async function (\w+)\(\s*actor: (?:User)?Actor\b/g)].map(
      ([, name]) => name,
    );
  });
  expect(taking.toSorted()).toEqual([...Object.keys(guarded), ...unguarded].toSorted());
});

async function rowCounts(): Promise<unknown> {
  const { rows } = await pool().query(
    `SELECT (SELECT count(*) FROM upload) AS uploads, (SELECT count(*) FROM segment) AS segments,
       (SELECT count(*) FROM source) AS sources, (SELECT count(*) FROM export) AS exports, (SELECT count(*) FROM refresh) AS refreshes,
       (SELECT count(*) FROM audit_event) AS events`,
  );
  return rows[0];
}
