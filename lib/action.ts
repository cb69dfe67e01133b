import "server-only";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { withOrigin } from "@/lib/audit/origin";
import { type UserActor, findActor, findCurrentSession } from "@/lib/auth/current-actor";
import { Forbidden, NotFound, ProofNeeded, type Refused, type Result } from "@/lib/errors";
import { fieldProblems } from "@/lib/field-problems";
import { logger } from "@/lib/logger";

/** What the browser gets: the command's value, or a refusal whose `code` names a sentence in messages. */
export type ActionResult<Value> = Result<Value>;

function toRefusal(error: unknown, requestId: string): Refused {
  if (error instanceof Forbidden) return { ok: false, code: "forbidden" };
  if (error instanceof NotFound) return { ok: false, code: "not_found" };
  if (error instanceof ProofNeeded) return { ok: false, code: "proof_needed" };
  logger.error({ err: error, requestId }, "an action failed");
  return { ok: false, code: "unexpected", params: { requestId } };
}

async function guarded<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  const requestId = (await headers()).get("x-request-id") ?? "";
  try {
    const sessionId = (await findCurrentSession())?.id;
    return await withOrigin({ headers: await headers(), sessionId }, work);
  } catch (error) {
    unstable_rethrow(error); // redirects and the like are Next's own way of answering
    return toRefusal(error, requestId);
  }
}

interface Definition<Schema extends z.ZodType, Value> {
  input: Schema;
  run: (actor: UserActor, input: z.output<Schema>) => Promise<Result<Value>>;
  /** Paths whose pages show something else now. */
  refresh?: string[];
}

/**
 * One server action in one sentence: finds the actor, parses the input, runs one command, and turns refusals into
 * a result the form can show. Everything unexpected is logged under a request id and leaks nothing.
 */
export function defineAction<Schema extends z.ZodType, Value>(definition: Definition<Schema, Value>) {
  return (raw: z.input<Schema>): Promise<ActionResult<Value>> =>
    guarded(async () => {
      const actor = await findActor();
      if (!actor) return { ok: false, code: "signed_out" };
      const parsed = definition.input.safeParse(raw);
      if (!parsed.success) return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
      const result = await definition.run(actor, parsed.data);
      if (result.ok) for (const path of definition.refresh ?? []) revalidatePath(path, "layout");
      return result;
    });
}

/** The same for the few actions of people who are not signed in: sign-in and first set-up. */
export function definePublicAction<Schema extends z.ZodType, Value>(definition: {
  input: Schema;
  run: (input: z.output<Schema>) => Promise<Result<Value>>;
}) {
  return (raw: z.input<Schema>): Promise<ActionResult<Value>> =>
    guarded(async () => {
      const parsed = definition.input.safeParse(raw);
      if (!parsed.success) return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
      return definition.run(parsed.data);
    });
}
