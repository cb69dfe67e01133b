import { z } from "zod";

/**
 * What nobody could verify about the real Klaviyo (contract section 12, and every CONFLICT in its text).
 * Each is a switch with both answers. The default is the recorded or documented one where there is one,
 * otherwise the stricter one. README.md lists them with their evidence.
 */
export const switchesSchema = z.strictObject({
  /** Section 1: a call without a `revision` header. */
  missingRevision: z.enum(["400", "accepted"]),
  /** Section 1: gzip request bodies. */
  compressedBodies: z.enum(["415", "accepted"]),
  /** Section 2: a wrong or revoked private key; an older page says 400. */
  badKeyStatus: z.enum(["401", "400"]),
  /** Section 4: 413 is reported by one guide only. */
  oversizeBody: z.enum(["413", "400"]),
  /** Section 7.4: MB or MiB, KB or KiB. */
  byteUnit: z.enum(["decimal", "binary"]),
  /** Section 12: 10,001 rows. */
  tooManyRows: z.enum(["400", "413"]),
  /** Section 4: an id that cannot be one. */
  malformedId: z.enum(["404", "400"]),
  /** Section 5: a `page[size]` over the maximum. */
  pageSizeOverMaximum: z.enum(["400", "clamped"]),
  /** Section 5: one live tester says the job collection takes no `page[size]`. */
  jobsAcceptPageSize: z.boolean(),
  /** Section 5: most values one `any()` may carry; null means as many as the address holds. */
  anyValueCap: z.int().positive().nullable(),
  /** Longest request address in bytes before a front server answers 414. */
  longestAddressBytes: z.int().positive(),
  /** Section 5: the document's own examples quote with ', the guide with ". */
  singleQuotedStrings: z.enum(["400", "accepted"]),
  /** Section 7.3: the live error text also lists `id` as a member filter. */
  membersFilterById: z.boolean(),
  /** Section 6: what RateLimit-Remaining and -Reset describe. */
  rateHeadersDescribe: z.enum(["burst", "steady"]),
  /** Section 6: whether a refused request uses up quota too. */
  throttledRequestsCount: z.boolean(),
  /** Section 7.3: unknown profile id when adding. */
  unknownProfileIdOnAdd: z.enum(["404", "ignored"]),
  /** Section 7.3: unknown profile id when removing. */
  unknownProfileIdOnRemove: z.enum(["404", "ignored"]),
  /** Section 7.4: several lists in one import. */
  severalLists: z.enum(["400", "all", "first"]),
  /** Section 7.4 CONFLICT: whether null clears a field in an import. */
  nullsClear: z.boolean(),
  /** Section 7.4: the same person twice in one job. */
  duplicateRowInJob: z.enum(["merged", "dropped", "failed"]),
  /** Section 7.4: order inside a job is not guaranteed. */
  rowOrder: z.enum(["asSent", "shuffled"]),
  /** Section 7.5: how many bad rows one 400 names; null means all. */
  rowErrorsPerAnswer: z.int().positive().nullable(),
  /** Section 7.5: a row without an identifier. */
  noIdentifierRow: z.enum(["400", "importError"]),
  /** Sections 7.5 and 7.7: a malformed e-mail address in a row. */
  invalidEmailRow: z.enum(["400", "importError"]),
  /** Section 7.5: an invalid phone beside another identifier. */
  invalidPhone: z.enum(["dropped", "400"]),
  /** Section 7.5: a row whose only identifier is an invalid phone. */
  invalidPhoneOnly: z.enum(["400", "importError"]),
  /** Section 7.5: the e-mail rule is unpublished; `segment` is the narrow pattern Segment checks. */
  emailRule: z.enum(["plausible", "segment"]),
  /** Section 7.8: identifiers of one row that belong to two profiles. */
  conflictingIdentifiers: z.enum(["failed", "firstWins"]),
  /** Section 7.6: whether completed_count includes the failed rows. */
  completedCountIncludesFailed: z.boolean(),
  /** Section 12: the list is deleted while its job waits. */
  listDeletedMidJob: z.enum(["completesWithoutList", "cancelled"]),
  /** Section 7.2: profile_count may lag behind an import. */
  profileCountLagMs: z.int().nonnegative(),
  /** Section 7.2: whether two lists may have one name. */
  listNames: z.enum(["duplicatesAllowed", "unique"]),
  /** Section 12: most lists in an account; null means no cap. */
  listCountCap: z.int().positive().nullable(),
  /** Sections 1 and 10: the host that links in answers name. */
  linksHost: z.enum(["emulator", "klaviyo"]),
  /** Section 5: `next` on the last page. */
  nextOnLastPage: z.enum(["null", "absent"]),
  /** Section 5: a `prev` link although there is no earlier page. */
  prevOnFirstPage: z.boolean(),
  /** Section 3: members the OpenAPI document does not know. */
  extraFields: z.boolean(),
  /** Section 8: whether a refresh hands out a new refresh token and kills the old one. */
  refreshRotates: z.boolean(),
  /** Section 8: whether a refresh answer repeats the refresh token. */
  refreshAnswerNamesToken: z.boolean(),
  /** Section 8: whether the previous access token dies at a refresh. */
  refreshEndsOldAccess: z.boolean(),
  /** Section 8: refreshes a minute per installation; null means unlimited. */
  refreshesPerMinute: z.int().positive().nullable(),
  /** Section 8: what a dead refresh token is called. */
  deadRefreshError: z.enum(["invalid_grant", "invalid_grant_type"]),
  /** Section 8: life of an authorization code. */
  authorizationCodeMs: z.int().positive(),
});

export type Switches = z.infer<typeof switchesSchema>;

/** The positions a fresh emulator has. */
export const defaultSwitches: Switches = {
  missingRevision: "400",
  compressedBodies: "415",
  badKeyStatus: "401",
  oversizeBody: "413",
  byteUnit: "decimal",
  tooManyRows: "400",
  malformedId: "404",
  pageSizeOverMaximum: "400",
  jobsAcceptPageSize: true,
  anyValueCap: null,
  longestAddressBytes: 16_000,
  singleQuotedStrings: "400",
  membersFilterById: true,
  rateHeadersDescribe: "burst",
  throttledRequestsCount: false,
  unknownProfileIdOnAdd: "404",
  unknownProfileIdOnRemove: "404",
  severalLists: "400",
  nullsClear: false,
  duplicateRowInJob: "merged",
  rowOrder: "asSent",
  rowErrorsPerAnswer: null,
  noIdentifierRow: "400",
  invalidEmailRow: "400",
  invalidPhone: "dropped",
  invalidPhoneOnly: "400",
  emailRule: "plausible",
  conflictingIdentifiers: "failed",
  completedCountIncludesFailed: false,
  listDeletedMidJob: "completesWithoutList",
  profileCountLagMs: 0,
  listNames: "duplicatesAllowed",
  listCountCap: null,
  linksHost: "emulator",
  nextOnLastPage: "null",
  prevOnFirstPage: false,
  extraFields: true,
  refreshRotates: false,
  refreshAnswerNamesToken: true,
  refreshEndsOldAccess: false,
  refreshesPerMinute: 10,
  deadRefreshError: "invalid_grant",
  authorizationCodeMs: 300_000,
};
