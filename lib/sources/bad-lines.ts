import type { Import } from "@/generated/prisma/client";
import { pool, prisma } from "@/lib/db";
import { MAX_BAD_LINES } from "./schema";
import type { BadLine } from "./stage-rows";

/** Writes an import's bad lines in large steps, and no more than are kept. */
export function badLineWriter(importId: string) {
  let waiting: BadLine[] = [];
  let kept = 0;
  return {
    add(bad: BadLine) {
      if (kept++ < MAX_BAD_LINES) waiting.push(bad);
    },
    async flush(atLeast = 1) {
      if (waiting.length < atLeast) return;
      const data = waiting.map((bad) => ({ importId, ...bad }));
      waiting = [];
      await prisma().importBadLine.createMany({ data, skipDuplicates: true });
    },
  };
}

/** Drops lines of an earlier attempt, unless another worker holds the import by now: then they are that one's. */
export async function forgetBadLines(job: Import): Promise<void> {
  await pool().query(
    "DELETE FROM import_bad_line b USING import i WHERE b.import_id = i.id AND i.id = $1 AND i.epoch = $2",
    [job.id, job.epoch],
  );
}
