import { pool } from "@/lib/db";
import type { StatusRow } from "./stand";
import { toNote } from "./work";
import type { StatusWord, SystemTaskName } from "./words";

/** Seconds without a sweep after which nobody keeps house any more. */
const SWEEP_LATE_SECONDS = 300;

interface System {
  unification: "queued" | "running" | "done" | "failed" | null;
  unification_attempts: number | null;
  unification_at: Date | null;
  unification_ms: number | null;
  counted_at: Date | null;
  count_ms: number | null;
  is_count_due: boolean;
  is_indexed: boolean;
  is_indexing: boolean;
  swept_at: Date | null;
  sweep_ms: number | null;
  sweep_failed_at: Date | null;
  is_swept: boolean;
}

const sql = `
  SELECT u.status AS unification, u.attempts AS unification_attempts,
    coalesce(u.finished_at, u.started_at, u.requested_at) AS unification_at,
    extract(epoch FROM coalesce(u.finished_at, now()) - u.started_at) * 1000 AS unification_ms,
    c.counted_at, c.ms AS count_ms, EXISTS (SELECT 1 FROM profile_change) AS is_count_due,
    coalesce(x.indisvalid, false) AS is_indexed, x.indexrelid IS NOT NULL AS is_indexing,
    h.succeeded_at AS swept_at, h.ms AS sweep_ms, h.failed_at AS sweep_failed_at,
    coalesce(h.succeeded_at > now() - make_interval(secs => ${SWEEP_LATE_SECONDS}), false) AS is_swept
  FROM (SELECT 1) one LEFT JOIN unification u ON true LEFT JOIN field_count c ON true
  LEFT JOIN pg_index x ON x.indexrelid = to_regclass('profile_search_idx')
  LEFT JOIN system_task h ON h.name = 'housekeeping'`;

const unificationWords = {
  queued: "queued",
  running: "processing",
  done: "successful",
  failed: "failed_permanent",
} as const;

function row(name: SystemTaskName, word: StatusWord, at: Date | null, ms: number | string | null): StatusRow {
  return {
    id: `system:${name}`,
    group: "system",
    name: null,
    word,
    note: null,
    updatedAt: at?.toISOString() ?? null,
    seconds: ms === null ? null : Math.max(0, Math.round(Number(ms) / 1000)),
  };
}

function wordOfUnification({ unification, unification_attempts: attempts }: System): StatusWord {
  if (unification === null) return "not_started";
  if (unification === "queued" && (attempts ?? 0) > 0) return "failed";
  return unificationWords[unification];
}

function wordOfFields({ counted_at: counted, is_count_due: isDue }: System): StatusWord {
  if (isDue) return "queued";
  return counted ? "successful" : "not_started";
}

function wordOfSearch({ is_indexed: isIndexed, is_indexing: isIndexing }: System): StatusWord {
  if (isIndexed) return "successful";
  return isIndexing ? "processing" : "queued";
}

function wordOfSweep({ swept_at: swept, sweep_failed_at: failed, is_swept: isSwept }: System): StatusWord {
  if (!swept && !failed) return "not_started";
  return !isSwept || (failed && swept && failed > swept) ? "failed" : "successful";
}

/** What Ferry does for the whole: unifying profiles, counting fields, the index of the search, and the sweep. */
export async function readSystem(): Promise<StatusRow[]> {
  const [system] = (await pool().query<System>(sql)).rows;
  if (!system) return [];
  const sweep = row("housekeeping", wordOfSweep(system), system.swept_at, system.sweep_ms);
  const isLate = sweep.word === "failed" && !system.is_swept;
  return [
    row("unification", wordOfUnification(system), system.unification_at, system.unification_ms),
    row("fields", wordOfFields(system), system.counted_at, system.count_ms),
    row("search", wordOfSearch(system), null, null),
    isLate ? { ...sweep, note: toNote("notes", "no_sweep", {}) } : sweep,
  ];
}
