import { setTimeout as sleep } from "node:timers/promises";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { valueOf } from "@/lib/sample/value-of";
import type { SourceColumn } from "@/lib/sources/schema";
import { startImport } from "@/lib/sources/start-import";

const LOOK_EVERY_MS = 100;
const format = { encoding: "utf-8", delimiter: ",", quote: '"' } as const;

interface Wanted {
  uploadId: string;
  /** Of the source; a new one each time. */
  name: string;
  columns: SourceColumn[];
}

/** Presses Import and waits for the end; the seconds are by PostgreSQL's clock. */
export async function importFile(actor: UserActor, { uploadId, name, columns }: Wanted) {
  const plan = { name, format, keyColumn: "customer_id", columns };
  const { importId } = valueOf(await startImport(actor, { uploadId, ...plan }));
  for (;;) {
    const job = await prisma().import.findUniqueOrThrow({ where: { id: importId } });
    if (job.finishedAt)
      return { ...job, seconds: (job.finishedAt.getTime() - job.createdAt.getTime()) / 1_000 };
    await sleep(LOOK_EVERY_MS);
  }
}

/** Seconds until the index of the search, which a large import takes away, is there again. */
export async function searchIndexSeconds(): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { rows } = await pool().query<{ is_there: boolean }>(
      "SELECT EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('profile_search_idx') AND indisvalid) AS is_there",
    );
    if (rows[0]?.is_there) return (performance.now() - startedAt) / 1_000;
    await sleep(LOOK_EVERY_MS);
  }
}

export async function countProfiles(): Promise<number> {
  const { rows } = await pool().query<{ profiles: number }>("SELECT count(*)::int AS profiles FROM profile");
  return rows[0]?.profiles ?? 0;
}
