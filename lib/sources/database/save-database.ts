import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, isUniqueViolation, prisma } from "@/lib/db";
import { type Result, accepted, refused, refusedField } from "@/lib/errors";
import { sealAddress } from "./address-secret";
import { checkPlan } from "./check-plan";
import { addressOf, findDatabase, statementOf } from "./find-database";
import { type LookedAt, lookAtDatabase } from "./look-at-database";
import type { DatabaseAddress } from "./parse-address";
import type { SaveDatabaseInput } from "./schema";
import { toResult } from "./to-result";

function reachOf(
  input: SaveDatabaseInput,
  { host, port, database, user }: DatabaseAddress,
  looked: LookedAt,
) {
  const isIncremental = input.mode === "incremental";
  const cursor = looked.cursors.find(({ column }) => isIncremental && column === input.cursorColumn);
  return {
    host,
    port,
    database,
    user,
    tableName: input.reads === "table" ? input.table : null,
    query: input.reads === "query" ? input.query : null,
    mode: input.mode,
    cursorColumn: cursor?.column ?? null,
    cursorKind: cursor?.kind ?? null,
  };
}

/** Everything is read anew once other people, or other columns of them, may be meant. */
async function forgetProgress(tx: Tx, sourceId: string, next: object, plan: object): Promise<object> {
  const { source, ...before } = await findDatabase(tx, sourceId);
  const { keyColumn, columns } = source;
  const kept = Object.fromEntries(Object.keys(next).map((key) => [key, before[key as keyof typeof before]]));
  const isSame = isDeepStrictEqual([kept, { keyColumn, columns }], [next, plan]);
  return isSame ? {} : { cursorValue: null, comparedAt: null };
}

async function store(
  tx: Tx,
  actor: Actor,
  input: SaveDatabaseInput,
  reach: ReturnType<typeof reachOf>,
): Promise<Result<{ sourceId: string }>> {
  const { name, keyColumn, columns, overlap, compareEveryHours, isScheduled } = input;
  const plan = { keyColumn, columns };
  const settings = {
    ...reach,
    overlap,
    compareEveryHours,
    isScheduled,
    timeLimitSeconds: input.timeLimitMinutes * 60,
  };
  const sourceId = input.sourceId ?? randomUUID();
  const sealed = input.address === "" ? {} : { addressCiphertext: sealAddress(sourceId, input.address) };
  if (input.sourceId) {
    await tx.$queryRaw`SELECT 1 FROM source WHERE id = ${sourceId}::uuid FOR UPDATE`;
    const active = await tx.import.count({ where: { sourceId, status: { in: ["queued", "running"] } } });
    if (active > 0) return refused("refresh_under_way");
    const progress = await forgetProgress(tx, sourceId, reach, plan);
    await tx.source.update({ where: { id: sourceId }, data: { name, ...plan } });
    await tx.sourceDatabase.update({ where: { sourceId }, data: { ...settings, ...sealed, ...progress } });
  } else {
    const createdById = actor.kind === "user" ? actor.id : null;
    const addressCiphertext = sealAddress(sourceId, input.address);
    await tx.source.create({ data: { id: sourceId, name, kind: "postgresql", createdById, ...plan } });
    await tx.sourceDatabase.create({ data: { sourceId, addressCiphertext, ...settings } });
  }
  await recordAudit(tx, actor, {
    action: input.sourceId ? "source.edit_database" : "source.add_database",
    objectType: "source",
    objectId: sourceId,
    details: {
      mode: input.mode,
      reads: input.reads,
      columns: columns.length,
      newAddress: input.address !== "",
    },
  });
  return accepted({ sourceId });
}

/**
 * Sets up a source that is read from a PostgreSQL database, or changes one, after looking at the database once more:
 * what was tested may not be what is sent. The address is stored encrypted; without a new one the stored one stays.
 */
export async function saveDatabase(
  actor: Actor,
  input: SaveDatabaseInput,
): Promise<Result<{ sourceId: string }>> {
  requirePermission(actor, "source:connect");
  let reach: ReturnType<typeof reachOf>;
  try {
    const address = await addressOf(input);
    const looked = await lookAtDatabase(address, statementOf(input));
    const problem = checkPlan(input, looked);
    if (problem) return problem;
    reach = reachOf(input, address, looked);
  } catch (error) {
    return toResult(error, input.reads);
  }
  try {
    return await prisma().$transaction((tx) => store(tx, actor, input, reach));
  } catch (error) {
    if (isUniqueViolation(error)) return refusedField("name", "name_taken");
    throw error;
  }
}
