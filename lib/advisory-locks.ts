/**
 * The numbers of PostgreSQL's advisory locks that are taken for the whole installation. Two with one number would wait
 * for each other, so each stands here once; those of migrations too, where they cannot be imported.
 */
export const advisoryLocks = {
  /** Unifying profiles: one merge at a time. */
  unifyProfiles: 7_310_001,
  /** Making a day's partitions (run_data.ensure_partitions). */
  partitions: 7_310_002,
  /** Profiles going while members are written (the trigger of segment_member). */
  profileRemoval: 7_310_003,
  /** Counting what each rule of a segment finds. */
  countRules: 7_310_004,
  /** The first administrator. */
  setup: 7_310_005,
  /** Which segment asks about which. */
  segmentReferences: 7_310_006,
  /** A load that does without the search index. */
  searchIndex: 7_310_007,
  /** Counting the fields. */
  countFields: 7_310_008,
  /** Starting a refresh of the whole. */
  startRefresh: 7_310_009,
  /** Sealing the audit log. */
  sealAudit: 7_310_020,
  /** Erasing somebody; shared by those who decide whom a run sends. */
  erasure: 7_310_021,
  /** Who the administrators are: there is always one left. */
  administrators: 7_310_019,
} as const;
