import { z } from "zod";
import { type Ask, askIfKnown } from "./ask";

const planSchema = z.tuple([z.object({ Plan: z.object({ "Plan Rows": z.number() }) })]);

/** About how many rows a SELECT gives, as the server's planner takes it; null where it does not say. Reads none. */
export async function estimateRows(ask: Ask, select: string): Promise<number | null> {
  const answer = await askIfKnown(ask, `EXPLAIN (FORMAT JSON) ${select}`);
  const [text] = answer?.rows[0] ?? [];
  if (!text) return null;
  const plan = planSchema.safeParse(JSON.parse(text)).data;
  return plan ? plan[0].Plan["Plan Rows"] : null;
}
