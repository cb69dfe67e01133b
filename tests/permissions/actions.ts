import { CONSENT_VERSION } from "@/lib/consent/texts";
import { plainCsv } from "@/lib/sources/csv/collect-items";
import { mailSettings } from "../support/notifications";
import { type Made, newName, rules } from "./made";
import { type Entry, administrators, anybody, connectionUsers, editors, everybody, sharers } from "./persons";

type Actions = Record<string, Entry<Made>>;

const password = "correct horse battery staple";
const person = { name: "Bob", role: "viewer" };
const daily = { every: "day", times: ["06:00"], zone: "UTC" };
const reach = {
  address: "postgresql://reader@127.0.0.1:9/shop?sslmode=disable",
  reads: "table",
  table: "customers",
  query: "",
};
const column = {
  name: "id",
  fieldKey: "id",
  fieldName: "Id",
  type: "text",
  notation: { decimal: null, slashDate: null },
  meaning: "none",
  isIncluded: true,
};
const databaseForm = {
  keyColumn: "id",
  columns: [column],
  mode: "full",
  cursorColumn: "",
  overlap: 10,
  compareEveryHours: 24,
  timeLimitMinutes: 60,
  isScheduled: true,
};

const anExport = async ({ newExport }: Made) => ({ exportId: await newExport() });
const exports = async ({ newExport }: Made) => ({ exportIds: [await newExport()] });
const aRun = async ({ newRun }: Made) => ({ runId: await newRun() });
const aSegment = async ({ newSegment }: Made) => ({ segmentId: await newSegment() });
const segments = async ({ newSegment }: Made) => ({ segmentIds: [await newSegment()] });
const aSource = async ({ newSource }: Made) => ({ sourceId: await newSource() });
const anImport = async ({ newImport }: Made) => ({ importId: await newImport() });
const aConnection = async ({ newConnection }: Made) => ({ connectionId: await newConnection() });
const aUser = async ({ newUser }: Made) => ({ userId: await newUser() });
const invited = async ({ newInvited }: Made) => ({ userId: await newInvited() });
const aWebhook = async ({ newWebhook }: Made) => ({ endpointId: await newWebhook() });

const signIn: Actions = {
  signInAction: {
    who: anybody,
    given: () => ({ email: "nobody@example.com", password }),
    answer: "wrong_credentials",
  },
  acceptLinkAction: { who: anybody, given: () => ({ token: "none", password }), answer: "link_used" },
  setupAction: {
    who: anybody,
    given: () => ({ token: "none", name: "Bob", email: "bob@example.com", password }),
    answer: "setup_link_used",
  },
  singleSignOnAction: { who: anybody, answer: "unexpected" },
};

const shell: Actions = {
  updatePreferencesAction: { who: everybody, given: () => ({ theme: "light" }) },
  previewScheduleAction: { who: everybody, given: () => ({ recurrence: daily }) },
  removeSampleAction: { who: administrators, answer: "sample_gone" },
  resumeInstallationAction: { who: administrators, answer: "not_paused" },
  signOutAction: { who: anybody },
};

const account: Actions = {
  updateProfileAction: { who: everybody, given: () => ({ name: "Bob" }) },
  changePasswordAction: {
    who: everybody,
    given: () => ({ current: "not mine", next: "another horse battery staple" }),
    answer: "invalid",
  },
  proveSelfAction: { who: everybody, given: () => ({ way: "password", text: password }) },
  checkProofAction: { who: everybody },
  beginProofAction: { who: everybody },
  beginTotpAction: { who: everybody },
  confirmTotpAction: { who: everybody, given: () => ({ code: "000000" }), answer: "invalid" },
  renewRecoveryCodesAction: { who: everybody, answer: "totp_off" },
  endTotpAction: { who: everybody },
  endSessionAction: {
    who: everybody,
    given: async ({ sessionOf }, owner) => ({ sessionId: await sessionOf(owner) }),
  },
  endOtherSessionsAction: { who: everybody },
  saveChoiceAction: {
    who: everybody,
    given: () => ({ kind: "run_failed", inApp: true, byEmail: false }),
  },
};

const inbox: Actions = {
  markReadAction: {
    who: everybody,
    given: async ({ notificationOf }, owner) => ({
      notificationId: await notificationOf(owner),
      isRead: true,
    }),
    isOwn: true,
  },
  markAllReadAction: { who: everybody },
};

const exporting: Actions = {
  saveExportAction: {
    who: connectionUsers,
    given: ({ newForm }) => ({ ...newForm() }),
  },
  duplicateExportAction: {
    who: sharers,
    given: async (made) => ({ ...(await anExport(made)), prefix: newName("Copy of") }),
  },
  detachExportsAction: { who: sharers, given: exports },
  removeExportsAction: { who: sharers, given: exports },
  setScheduleAction: {
    who: sharers,
    given: async (made) => ({ ...(await exports(made)), isScheduled: false }),
  },
  previewExportAction: {
    who: editors,
    given: ({ form, connectionId }) => ({ ...form, connectionId, destination: "klaviyo" }),
  },
  findListAction: {
    who: connectionUsers,
    given: ({ form: { connectionId, listId } }) => ({ connectionId, listId }),
  },
  createListAction: {
    who: connectionUsers,
    given: ({ connectionId }) => ({ connectionId, name: newName("List") }),
  },
  startRunAction: { who: sharers, given: anExport },
  startRunsAction: { who: sharers, given: exports },
  planExportAction: { who: sharers, given: anExport },
  fullResyncAction: { who: sharers, given: anExport },
  cancelRunAction: { who: sharers, given: aRun },
  retryFailedAction: { who: sharers, given: aRun, answer: "run_not_ended" },
  releaseRunAction: { who: administrators, given: aRun, answer: "run_not_held" },
};

const outcomes: Actions = {
  listOutcomePeopleAction: { who: everybody, given: ({ runId }) => ({ runId, outcome: "added" }) },
};

const segmenting: Actions = {
  saveSegmentAction: { who: editors, given: () => ({ name: newName("Segment"), definition: rules }) },
  renameSegmentAction: {
    who: editors,
    given: async (made) => ({ ...(await aSegment(made)), name: newName("Segment") }),
  },
  duplicateSegmentAction: {
    who: editors,
    given: async (made) => ({ ...(await aSegment(made)), word: "copy" }),
  },
  setSegmentKindAction: {
    who: editors,
    given: async (made) => ({ ...(await segments(made)), kind: "static" }),
    answer: "segment_not_ready",
  },
  setSegmentActiveAction: {
    who: editors,
    given: async (made) => ({ ...(await segments(made)), isActive: false }),
  },
  changeTagsAction: {
    who: editors,
    given: async (made) => ({ ...(await segments(made)), add: ["A"], remove: [] }),
  },
  removeSegmentsAction: { who: editors, given: segments },
  requestRefreshAction: { who: editors, given: segments },
  cancelRefreshAction: { who: editors, given: aSegment },
  refreshAllAction: { who: editors },
  countRulesAction: { who: everybody, given: aSegment },
  findUsageAction: { who: everybody, given: segments },
  restoreRevisionAction: { who: editors, given: async (made) => ({ ...(await aSegment(made)), restore: 1 }) },
  addToExportAction: {
    who: sharers,
    given: async (made) => ({ ...(await anExport(made)), ...(await aSegment(made)) }),
  },
  takeOutOfExportAction: {
    who: sharers,
    given: async (made) => ({ ...(await anExport(made)), ...(await aSegment(made)) }),
  },
  startMemberListAction: {
    who: editors,
    given: async ({ uploadOf }, owner) => ({
      uploadId: await uploadOf(owner),
      format: plainCsv,
      column: "Id",
      field: null,
    }),
    isOwn: true,
  },
  saveMemberListAction: {
    who: editors,
    given: async ({ listOf }, owner) => ({ listId: await listOf(owner), name: newName("Segment") }),
    isOwn: true,
    answer: "list_without_members",
  },
};

const customers: Actions = {
  saveColumnsAction: { who: everybody, given: () => ({ columns: ["name"] }) },
  changeFieldAction: { who: editors, given: () => ({ fieldKey: "note", type: "text", meaning: "none" }) },
  retryUnificationAction: { who: editors },
};

const sources: Actions = {
  startImportAction: {
    who: editors,
    given: async ({ planOf }, owner) => ({ ...(await planOf(owner)) }),
    isOwn: true,
  },
  previewUploadAction: {
    who: editors,
    given: async ({ uploadOf }, owner) => ({ uploadId: await uploadOf(owner), format: plainCsv }),
    isOwn: true,
  },
  confirmImportAction: { who: editors, given: anImport, answer: "import_decided" },
  cancelImportAction: { who: editors, given: anImport },
  removeSourceAction: { who: editors, given: aSource },
  orderSourcesAction: {
    who: editors,
    given: async ({ sourceId }) => ({ sourceIds: [sourceId] }),
    answer: "sources_changed",
  },
};

const databases: Actions = {
  testDatabaseAction: { who: administrators, given: () => reach, answer: "invalid" },
  saveDatabaseAction: {
    who: administrators,
    given: () => ({ ...reach, ...databaseForm, name: newName("Shop") }),
    answer: "invalid",
  },
  refreshSourceAction: {
    who: editors,
    given: async ({ newDatabase }) => ({ sourceId: await newDatabase() }),
  },
};

const connections: Actions = {
  saveNameAction: {
    who: administrators,
    given: async (made) => ({
      ...(await aConnection(made)),
      destination: "klaviyo",
      name: newName("Klaviyo"),
    }),
  },
  saveAccessAction: {
    who: administrators,
    given: async (made) => ({ ...(await aConnection(made)), access: "contributors", userIds: [] }),
  },
  saveKeyAction: {
    who: administrators,
    given: async (made) => ({ ...(await aConnection(made)), key: "pk_0" }),
    answer: "step_closed",
  },
  agreeAction: {
    who: administrators,
    given: async (made) => ({
      ...(await aConnection(made)),
      isAgreed: true,
      version: CONSENT_VERSION,
      language: "en",
    }),
    answer: "step_closed",
  },
  connectAction: { who: administrators, given: aConnection, answer: "consent_required" },
  startOauthAction: { who: administrators, given: aConnection, answer: "oauth_not_set_up" },
  passOauthAction: { who: administrators, given: aConnection, answer: "step_closed" },
  addExportUserAction: { who: administrators, given: aConnection, answer: "step_closed" },
  activateAction: { who: administrators, given: aConnection, answer: "step_closed" },
  withdrawConsentAction: { who: administrators, given: aConnection, answer: "no_consent" },
  saveLimitsAction: {
    who: administrators,
    given: async (made) => ({
      ...(await aConnection(made)),
      exportLimit: 1_000,
      reservePercent: 10,
      removalPercent: 10,
      invalidPercent: 10,
    }),
  },
  listConnectionExportsAction: { who: administrators, given: aConnection },
  removeConnectionAction: { who: administrators, given: aConnection },
};

const users: Actions = {
  inviteUserAction: {
    who: administrators,
    given: () => ({ ...person, email: `${newName("bob").replace(" ", "-")}@example.com` }),
  },
  resendInvitationAction: { who: administrators, given: invited },
  makeResetLinkAction: { who: administrators, given: aUser },
  changeUserAction: { who: administrators, given: async (made) => ({ ...(await aUser(made)), ...person }) },
  disableUserAction: { who: administrators, given: aUser },
  enableUserAction: { who: administrators, given: aUser },
  removeUserAction: { who: administrators, given: aUser },
  endSessionsAction: { who: administrators, given: aUser },
  resetTotpAction: { who: administrators, given: aUser },
};

const system: Actions = {
  refreshAllAction: { who: editors },
  cancelRefreshAction: {
    who: editors,
    given: ({ planId }) => ({ refreshId: planId }),
    answer: "refresh_over",
  },
  cancelJobAction: {
    who: everybody,
    given: ({ segmentId }) => ({ taskId: `segment:${segmentId}` }),
    answer: "nothing_to_cancel",
  },
};

const notifications: Actions = {
  saveSmtpAction: { who: administrators, given: () => ({ ...mailSettings, port: 2525 }) },
  sendTestMailAction: { who: administrators, answer: "smtp_host_refused" },
  removeSmtpAction: { who: administrators },
  createWebhookAction: {
    who: administrators,
    given: () => ({ name: newName("Alerts"), url: "http://127.0.0.1:9/", kinds: ["run_failed"] }),
  },
  changeWebhookAction: {
    who: administrators,
    given: async (made) => ({
      ...(await aWebhook(made)),
      name: "Alerts",
      url: "http://127.0.0.1:9/",
      kinds: ["run_failed"],
    }),
  },
  setWebhookAction: {
    who: administrators,
    given: async (made) => ({ ...(await aWebhook(made)), isOn: false }),
  },
  renewSecretAction: { who: administrators, given: aWebhook },
  removeWebhookAction: { who: administrators, given: aWebhook },
  sendTestEventAction: { who: administrators, given: aWebhook, answer: "webhook_host_refused" },
  sendAgainAction: {
    who: administrators,
    given: async ({ newDelivery }) => ({ deliveryId: await newDelivery() }),
  },
};

const privacy: Actions = {
  previewErasureAction: { who: administrators, given: () => ({ by: "email", value: "anna@example.com" }) },
  requestErasureAction: {
    who: administrators,
    given: () => ({ by: "email", value: "ben@example.com", connectionIds: [] }),
  },
  retryErasureAction: {
    who: administrators,
    given: ({ erasureId }) => ({ erasureId }),
    answer: "erasure_not_failed",
  },
  changeRetentionAction: { who: administrators, given: () => ({ rule: "badLines", days: 90 }) },
};

/** Who may do what, by the file of the action. */
export const actions: Record<string, Actions> = {
  "app/(auth)/actions.ts": signIn,
  "app/(console)/actions.ts": shell,
  "app/(console)/account/actions.ts": account,
  "app/(console)/notifications/actions.ts": inbox,
  "app/(console)/data/exports/actions.ts": exporting,
  "app/(console)/data/runs/actions.ts": outcomes,
  "app/(console)/data/segments/actions.ts": segmenting,
  "app/(console)/data/customers/actions.ts": customers,
  "app/(console)/data/sources/actions.ts": sources,
  "app/(console)/data/sources/database/actions.ts": databases,
  "app/(console)/admin/connections/actions.ts": connections,
  "app/(console)/admin/permissions/actions.ts": users,
  "app/(console)/admin/system/status/actions.ts": system,
  "app/(console)/admin/system/schedule/actions.ts": {
    saveSystemScheduleAction: {
      who: administrators,
      given: () => ({ isOn: false, recurrence: daily, catchUpMinutes: 60 }),
    },
  },
  "app/(console)/admin/system/notifications/actions.ts": notifications,
  "app/(console)/admin/audit/actions.ts": { checkAuditAction: { who: administrators } },
  "app/(console)/admin/privacy/actions.ts": privacy,
  "app/(console)/admin/api/actions.ts": {
    createTokenAction: {
      who: administrators,
      given: () => ({
        name: newName("Shop"),
        sourceName: newName("Shop"),
        scopes: ["profiles:write"],
        days: 30,
      }),
    },
    revokeTokenAction: {
      who: administrators,
      given: async ({ newToken }) => ({ tokenId: await newToken() }),
    },
  },
};
