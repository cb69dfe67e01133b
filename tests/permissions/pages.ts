import type { Made } from "./made";
import { type Entry, administrators, anybody, editors, everybody, sharers } from "./persons";

const anExport = ({ exportId }: Made) => ({ exportId });
const aRun = ({ runId }: Made) => ({ runId });
const aSegment = ({ segmentId }: Made) => ({ segmentId });

/** Who may open which page. */
export const pages: Record<string, Entry<Made>> = {
  "/": { who: everybody },
  "/sign-in": { who: anybody },
  "/set-password": { who: anybody },
  "/setup": { who: anybody },
  "/proved": { who: anybody },

  "/notifications": { who: everybody },
  "/account/profile": { who: everybody },
  "/account/password": { who: everybody },
  "/account/two-step": { who: everybody },
  "/account/sessions": { who: everybody },
  "/account/preferences": { who: everybody },

  "/data/exports": { who: everybody },
  "/data/exports/new": { who: editors },
  "/data/exports/[exportId]": { who: everybody, given: anExport },
  "/data/exports/[exportId]/edit": { who: sharers, given: anExport },
  "/data/runs/[runId]": { who: everybody, given: aRun },
  "/data/runs/[runId]/people": { who: everybody, given: aRun },

  "/data/segments": { who: everybody },
  "/data/segments/new": { who: editors },
  "/data/segments/[segmentId]": { who: everybody, given: aSegment },
  "/data/segments/[segmentId]/edit": { who: editors, given: aSegment },
  "/data/segments/[segmentId]/exports": { who: everybody, given: aSegment },
  "/data/segments/[segmentId]/history": { who: everybody, given: aSegment },
  "/data/segments/list": { who: editors },
  "/data/segments/list/uploads/[uploadId]": {
    who: editors,
    given: async ({ uploadOf }, owner) => ({ uploadId: await uploadOf(owner) }),
    isOwn: true,
  },
  "/data/segments/list/[listId]": {
    who: editors,
    given: async ({ listOf }, owner) => ({ listId: await listOf(owner) }),
    isOwn: true,
  },

  "/data/customers": { who: everybody },
  "/data/customers/[profileId]": { who: everybody, given: ({ profileId }) => ({ profileId }) },
  "/data/customers/fields": { who: everybody },

  "/data/sources": { who: everybody },
  "/data/sources/new": { who: editors },
  "/data/sources/new/database": { who: administrators },
  "/data/sources/[sourceId]": { who: everybody, given: ({ sourceId }) => ({ sourceId }) },
  "/data/sources/[sourceId]/database": {
    who: administrators,
    given: ({ databaseId }) => ({ sourceId: databaseId }),
  },
  "/data/sources/uploads/[uploadId]": {
    who: editors,
    given: async ({ uploadOf }, owner) => ({ uploadId: await uploadOf(owner) }),
    isOwn: true,
  },

  "/admin/connections": { who: administrators },
  "/admin/connections/discover": { who: administrators },
  "/admin/connections/new": { who: administrators, given: () => ({ type: "klaviyo" }) },
  "/admin/connections/[connectionId]": {
    who: administrators,
    given: ({ connectionId }) => ({ connectionId }),
  },
  "/admin/permissions": { who: administrators },
  "/admin/system/status": { who: everybody },
  "/admin/system/schedule": { who: everybody },
  "/admin/system/notifications": { who: administrators },
  "/admin/system/general": { who: everybody },
  "/admin/system/about": { who: everybody },
  "/admin/audit": { who: administrators },
  "/admin/privacy": { who: administrators },
  "/admin/privacy/erasures/[erasureId]": {
    who: administrators,
    given: ({ erasureId }) => ({ erasureId }),
  },
  "/admin/privacy/retention": { who: administrators },
  "/admin/privacy/processing": { who: administrators },
  "/admin/privacy/consents": { who: administrators },
  "/admin/api": { who: administrators },
};
