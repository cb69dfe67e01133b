import { z } from "zod";

const count = z.number().int().nonnegative().default(0);

/** What was erased where: counts, and ids and names of our own things. Nothing of the person. */
export const reportSchema = z.object({
  customers: count,
  sources: z.array(z.object({ id: z.string(), name: z.string(), records: count })).default([]),
  memberships: count,
  /** Entries of what lists hold; `keptEntries` stay under a hash, so that the next run takes the person off. */
  entries: count,
  keptEntries: count,
  /** Whether asking a destination for its id of the person failed, so that an entry could not be kept. */
  isNotLookedUp: z.boolean().default(false),
  /** Runs under way that do not send the person any more. */
  openRuns: count,
  /** Rows of ended runs whose identity was taken out. */
  runRows: count,
  uploads: count,
  stagedRows: count,
  listLines: count,
  /** Segments whose rules name an address or the key; they are left as they are. */
  namedIn: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
  /** Hashes kept. */
  hashes: count,
});
export type ErasureReport = z.infer<typeof reportSchema>;

export const emptyReport = (): ErasureReport => reportSchema.parse({});
