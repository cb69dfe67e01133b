import { z } from "zod";
import type { FieldProblem } from "@/lib/errors";

// The way back from the destination carries its outcome in the address: a code of ours, and what fills its sentence.
const shape = z.object({
  problem: z.string().regex(/^[a-z_]{1,40}$/),
  account: z.string().max(100).optional(),
  expected: z.string().max(100).optional(),
  scopes: z.string().max(300).optional(),
  code: z.string().max(60).optional(),
  seconds: z.coerce.number().optional(),
});

/** What went wrong at the destination's sign-in, if anything did. */
export function toCallbackProblem(
  searchParams: Record<string, string | string[] | undefined>,
): FieldProblem | null {
  const parsed = shape.safeParse(searchParams);
  if (!parsed.success) return null;
  const { problem: code, ...params } = parsed.data;
  return {
    code,
    params: Object.fromEntries(
      Object.entries(params).filter(([, value]) => value !== undefined),
    ) as FieldProblem["params"],
  };
}
