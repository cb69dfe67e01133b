import type { Import } from "@/generated/prisma/client";
import { pool } from "@/lib/db";

/** Drops lines of an earlier attempt, unless another worker holds the import by now: then they are that one's. */
export async function forgetBadLines(job: Import): Promise<void> {
  await pool().query(
    "DELETE FROM import_bad_line b USING import i WHERE b.import_id = i.id AND i.id = $1 AND i.epoch = $2",
    [job.id, job.epoch],
  );
}
