/** What can be done to a segment, as its history (`segments.history.change_…` in messages) and the audit name it. */
export const segmentChanges = [
  "create",
  "edit",
  "rename",
  "make_static",
  "make_dynamic",
  "activate",
  "deactivate",
  "restore",
  "duplicate",
  "import",
] as const;
export type SegmentChange = (typeof segmentChanges)[number];
