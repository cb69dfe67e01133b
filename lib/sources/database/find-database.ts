import type { SourceDatabase } from "@/generated/prisma/client";
import { type Tx, prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import type { TestDatabaseInput } from "./schema";
import { openAddress } from "./address-secret";
import { type DatabaseAddress, parseAddress } from "./parse-address";
import type { Statement } from "./statement";

/** How a source of the kind `postgresql` is read. Throws NotFound for any other. */
export async function findDatabase(tx: Tx, sourceId: string) {
  const row = await tx.sourceDatabase.findUnique({ where: { sourceId }, include: { source: true } });
  if (!row) throw new NotFound("source of a database", sourceId);
  return row;
}

/** The address a form means: the one typed, or the stored one where none was. Throws a refusal for one that is none. */
export async function addressOf(
  input: Pick<TestDatabaseInput, "address" | "sourceId">,
): Promise<DatabaseAddress> {
  if (input.address !== "" || !input.sourceId) return parseAddress(input.address);
  return openAddress(await findDatabase(prisma(), input.sourceId));
}

export function statementOf(input: Pick<TestDatabaseInput, "reads" | "table" | "query">): Statement {
  const { reads, table, query } = input;
  return reads === "table" ? { reads, table } : { reads, query };
}

export function storedStatement({
  tableName,
  query,
}: Pick<SourceDatabase, "tableName" | "query">): Statement {
  return tableName === null ? { reads: "query", query: query ?? "" } : { reads: "table", table: tableName };
}
