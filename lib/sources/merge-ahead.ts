import type { PoolClient } from "pg";
import type { Import } from "@/generated/prisma/client";
import { inSqlTransaction } from "@/lib/db";
import { logger } from "@/lib/logger";
import { hasTombstones } from "@/lib/privacy/tombstones";
import { noteProfileChange } from "@/lib/profiles/note-profile-change";
import { whileLoadingProfiles } from "@/lib/profiles/search-index";
import { insertProfiles, tryLockProfiles } from "@/lib/profiles/unify-profiles";
import { addFields } from "./add-fields";
import { type MergeCounts, holdSource, isFirst } from "./merge-records";
import type { SourceColumn } from "./schema";
import { type StagedCounts, stagedLines } from "./stage-rows";

/** A smaller file is through in two seconds, whatever overlaps. */
const LEAST_BYTES = 16 * 1024 ** 2;
/** For the question whether it is worth taking the index of the search away; a line is rarely longer. */
const BYTES_PER_LINE = 128;

/** It has to go the ordinary way: read as a whole, then merged. */
class NotAhead extends Error {}

export interface Ahead {
  /** More lines are staged and committed. */
  see: (counts: StagedCounts) => void;
  /** All lines are staged. Answers whether they are merged; otherwise nothing of them is. */
  finish: (lines: number) => Promise<boolean>;
  /** Takes back what was merged, if it is not for good yet. */
  giveUp: () => Promise<void>;
}

type Settle = (client: PoolClient, merged: MergeCounts & { erased: number }) => Promise<void>;

async function begin(client: PoolClient, job: Import, columns: SourceColumn[]): Promise<void> {
  if (!(await tryLockProfiles(client))) throw new NotAhead();
  await holdSource(client, job.sourceId);
  if (!(await isFirst(client)) || (await hasTombstones(client))) throw new NotAhead();
  await addFields(client, columns);
}

/** Merges the lines behind the place `after`; answers the place of the last one and how many there were. */
async function takeIn(
  client: PoolClient,
  job: Import,
  after: string,
): Promise<{ at: string; lines: number }> {
  const lines = stagedLines(job);
  const { rows } = await client.query<{ at: string | null }>(
    `SELECT max(ctid)::text AS at FROM ${lines} WHERE ctid > $1::tid`,
    [after],
  );
  const at = rows[0]?.at;
  if (!at) return { at: after, lines: 0 };
  // In the order of places, which is the order of keys as long as lines come in that.
  const piece = `(SELECT key, attributes FROM ${lines} WHERE ctid > '${after}' AND ctid <= '${at}') piece`;
  const { rowCount } = await client.query(
    `INSERT INTO source_record (source_id, key, attributes) SELECT $1, key, attributes FROM ${piece}`,
    [job.sourceId],
  );
  await insertProfiles(client, piece);
  return { at, lines: rowCount ?? 0 };
}

/** Whether a file may be merged while it is read: a large one that nobody has to look at first. */
export function mayMergeAhead(job: Import): boolean {
  return !job.asksFirst && job.confirmedAt === null && job.totalBytes >= LEAST_BYTES;
}

/**
 * Merges a file into an installation without customers while it is being read: reading keeps one processor busy and
 * PostgreSQL another. All of it is one transaction, which `settle` ends, so that half a file is never seen. Gives up
 * where anybody is there already or was erased, others are merging, or lines do not come in the order of their keys, so that one
 * might come twice.
 */
export function mergeAhead(job: Import, columns: SourceColumn[], settle: Settle): Ahead {
  let news = Promise.withResolvers<void>();
  let total: number | null = null;
  let isDropped = false;
  const tell = () => {
    news.resolve();
    news = Promise.withResolvers<void>();
  };

  async function merge(client: PoolClient): Promise<void> {
    await begin(client, job, columns);
    let [at, records] = ["(0,0)", 0];
    for (;;) {
      const more = news.promise;
      const isLast = total !== null;
      if (isDropped) throw new NotAhead();
      const taken = await takeIn(client, job, at);
      [at, records] = [taken.at, records + taken.lines];
      if (isLast) break;
      await more;
    }
    if (records !== total) throw new NotAhead();
    await noteProfileChange(client);
    await settle(client, { added: records, changed: 0, unchanged: 0, gone: 0, erased: 0 });
  }

  const expected = Math.floor(Number(job.totalBytes) / BYTES_PER_LINE);
  const merged = whileLoadingProfiles(expected, () => inSqlTransaction(merge)).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof NotAhead))
        logger.warn({ err: error, importId: job.id }, "a file could not be merged while it was read");
      return false;
    },
  );
  return {
    see({ isInOrder }) {
      if (!isInOrder) isDropped = true;
      tell();
    },
    async finish(lines) {
      total = lines;
      tell();
      return merged;
    },
    async giveUp() {
      isDropped = true;
      tell();
      await merged;
    },
  };
}
