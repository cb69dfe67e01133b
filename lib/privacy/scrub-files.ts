import pg from "pg";
import { pool, prisma } from "@/lib/db";
import { addressFields } from "./address-fields";
import type { Person } from "./find-person";
import { mentions } from "./mentions";

/** Whether something that began before the erasure is still being read: it ends by itself, and its file goes with it. */
export async function isReading(erasedAt: Date): Promise<boolean> {
  const { rows } = await pool().query<{ reading: boolean }>(
    `SELECT EXISTS (SELECT FROM import WHERE status IN ('queued', 'running') AND created_at < $1)
       OR EXISTS (SELECT FROM member_list WHERE status IN ('queued', 'reading') AND created_at < $1) AS reading`,
    [erasedAt],
  );
  return rows[0]?.reading ?? false;
}

/** Drops a file, and the import that waits for somebody's decision about it. */
async function dropUpload(id: string): Promise<void> {
  await prisma().$transaction([
    prisma().import.updateMany({
      where: { uploadId: id, status: "review" },
      data: { status: "canceled", problemCode: "import_of_erased", finishedAt: new Date() },
    }),
    prisma().upload.deleteMany({ where: { id } }),
  ]);
}

/** Drops stored files that name the person; nobody has decided about them. Answers how many. */
async function dropUploads(person: Person, erasedAt: Date): Promise<number> {
  const uploads = await prisma().upload.findMany({
    where: { isComplete: true, createdAt: { lt: erasedAt } },
    select: { id: true },
  });
  let dropped = 0;
  for (const { id } of uploads) {
    if (!(await mentions(id, person))) continue;
    await dropUpload(id);
    dropped++;
  }
  return dropped;
}

const GONE = ["42P01", "42703"];

/** Rows on their way in. A table that its import has dropped meanwhile, or is making, has none of interest. */
async function scrubStaged({ keys, addresses }: Person): Promise<number> {
  const fields = await addressFields(pool());
  const { rows } = await pool().query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'staging'",
  );
  let found = 0;
  for (const { name } of rows)
    found += await pool()
      .query(
        `DELETE FROM ${name} WHERE key = ANY ($1) OR EXISTS (SELECT FROM unnest($2::text[]) field
           WHERE run_data.normal_address(attributes ->> field) = ANY ($3))`,
        [keys, fields, addresses],
      )
      .then(({ rowCount }) => rowCount ?? 0)
      .catch((error: unknown) => {
        if (error instanceof pg.DatabaseError && GONE.includes(error.code ?? "")) return 0;
        throw error;
      });
  return found;
}

/** Takes a person out of files and of rows that were read from them. Done again it finds nothing. */
export async function scrubFiles(
  person: Person,
  erasedAt: Date,
): Promise<{ uploads: number; stagedRows: number }> {
  const uploads = await dropUploads(person, erasedAt);
  return { uploads, stagedRows: await scrubStaged(person) };
}
