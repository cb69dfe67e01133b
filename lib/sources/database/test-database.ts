import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Result, accepted } from "@/lib/errors";
import { addressOf, statementOf } from "./find-database";
import { type LookedAt, lookAtDatabase } from "./look-at-database";
import type { TestDatabaseInput } from "./schema";
import { toResult } from "./to-result";

const PREVIEW_ROWS = 50;

/** Tries a database out: connects, looks at the server, the role and the first rows, and stores nothing. */
export async function testDatabase(actor: Actor, input: TestDatabaseInput): Promise<Result<LookedAt>> {
  requirePermission(actor, "source:connect");
  try {
    const looked = await lookAtDatabase(await addressOf(input), statementOf(input));
    return accepted({ ...looked, rows: looked.rows.slice(0, PREVIEW_ROWS) });
  } catch (error) {
    return toResult(error, input.reads);
  }
}
