/** `upsert` adds and changes records; `replace` also takes away those of the source that are not staged. */
export const mergeModes = ["upsert", "replace"] as const;
export type MergeMode = (typeof mergeModes)[number];
