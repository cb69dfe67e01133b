import { z } from "zod";
import { prisma } from "@/lib/db";
import { MAX_BAD_LINES } from "./schema";
import type { BadLine } from "./stage-rows";

/** Reasons kept with an import, the most frequent first. */
const MOST_REASONS = 20;
const LINES_AT_ONCE = 1_000;

/** Why lines were left out: how many, and the first of them. */
export const badReasonSchema = z.object({
  code: z.string(),
  column: z.string().optional(),
  count: z.number(),
  firstLine: z.number(),
});
export type BadReason = z.infer<typeof badReasonSchema>;

/** Keeps the first bad lines of an import, and counts all by their reason. */
export function badLineWriter(importId: string) {
  let waiting: BadLine[] = [];
  let kept = 0;
  const reasons = new Map<string, BadReason>();

  function count({ code, column, line }: BadLine): void {
    const name = `${code} ${column ?? ""}`;
    const known = reasons.get(name);
    if (known) known.count++;
    else reasons.set(name, { code, column, count: 1, firstLine: line });
  }

  return {
    add(bad: BadLine) {
      count(bad);
      if (kept++ < MAX_BAD_LINES) waiting.push(bad);
    },
    async flush(atLeast = LINES_AT_ONCE) {
      if (waiting.length < atLeast) return;
      const data = waiting.map((bad) => ({ importId, ...bad }));
      waiting = [];
      await prisma().importBadLine.createMany({ data, skipDuplicates: true });
    },
    /** The most frequent reasons, with the lines that only the database found to repeat a key or to be of erased people. */
    reasons({ repeated, erased }: { repeated: number; erased: number }): BadReason[] {
      const all = [...reasons.values()];
      if (repeated > 0) all.push({ code: "key_repeated", count: repeated, firstLine: 0 });
      if (erased > 0) all.push({ code: "person_erased", count: erased, firstLine: 0 });
      return all.sort((one, other) => other.count - one.count).slice(0, MOST_REASONS);
    },
  };
}
