import type { PoolClient } from "pg";
import type { MemberList } from "@/generated/prisma/client";
import { inSqlTransaction, prisma } from "@/lib/db";
import { csvFormatSchema } from "@/lib/sources/csv/csv-format";
import { ErasedUnknown } from "@/lib/privacy/tombstones";
import { CsvRefusal } from "@/lib/sources/csv/csv-problem";
import { readCsv } from "@/lib/sources/csv/read-csv";
import { readUpload } from "@/lib/sources/read-upload";
import { matchStaged, openStage, stageValues } from "./match-list";

const PROGRESS_EVERY_MS = 500;
/** A fault that strikes so often is not passing. */
const MAX_ATTEMPTS = 5;

class Superseded extends Error {}

/** Claims a list that is to be read. Null when it is read, given up, or gone. */
async function claimList(listId: string): Promise<MemberList | null> {
  const open = { id: listId, status: { in: ["queued" as const, "reading" as const] } };
  // The row as this very claim has left it: another may claim it in the next moment.
  const [claimed] = await prisma().memberList.updateManyAndReturn({
    where: open,
    data: { status: "reading", attempts: { increment: 1 }, readBytes: 0, heartbeatAt: new Date() },
  });
  return claimed ?? null;
}

/** The list's bytes, telling how far it is. */
async function* bytesOf(list: MemberList, uploadId: string): AsyncGenerator<Buffer> {
  let readBytes = 0;
  let toldAt = 0;
  for await (const chunk of readUpload(uploadId)) {
    readBytes += chunk.byteLength;
    yield chunk;
    if (Date.now() - toldAt < PROGRESS_EVERY_MS) continue;
    toldAt = Date.now();
    const { count } = await prisma().memberList.updateMany({
      where: { id: list.id, attempts: list.attempts, status: "reading" },
      data: { readBytes, heartbeatAt: new Date() },
    });
    if (count === 0) throw new Superseded();
  }
  // Swept away under our eyes, it would look like a shorter list.
  if (readBytes !== Number(list.totalBytes)) throw new CsvRefusal("empty");
}

/** Stages the chosen column, batch by batch. Answers how many lines say nothing or cannot be read. */
async function stage(client: PoolClient, list: MemberList, uploadId: string): Promise<number> {
  await openStage(client);
  let unreadable = 0;
  let column = -1;
  for await (const items of readCsv(bytesOf(list, uploadId), csvFormatSchema.parse(list.format))) {
    const lines: number[] = [];
    const values: string[] = [];
    for (const item of items) {
      if (item.kind === "header") column = item.columns.indexOf(list.column);
      if (column === -1) throw new CsvRefusal("no_header", { column: 0 });
      if (item.kind === "header") continue;
      const value = item.kind === "row" ? (item.cells[column] ?? "") : "";
      if (value === "") unreadable++;
      else {
        lines.push(item.line);
        values.push(value);
      }
    }
    if (lines.length > 0) await stageValues(client, { lines, values, isAddress: list.field !== null });
  }
  return unreadable;
}

/** Keeps the list its reader's until the transaction ends, unless another has taken it over by now. */
async function holdClaim(client: PoolClient, list: MemberList): Promise<void> {
  const { rowCount } = await client.query(
    "SELECT 1 FROM member_list WHERE id = $1 AND attempts = $2 AND status = 'reading' FOR NO KEY UPDATE",
    [list.id, list.attempts],
  );
  if (rowCount !== 1) throw new Superseded();
}

/** What was found and the list's new state commit together, and only for the holder of the claim. */
async function readAndMatch(list: MemberList, uploadId: string): Promise<void> {
  await inSqlTransaction(async (client) => {
    const unreadable = await stage(client, list, uploadId);
    await holdClaim(client, list);
    const counts = await matchStaged(client, { listId: list.id, field: list.field });
    await client.query(
      `UPDATE member_list SET status = 'ready', read_bytes = total_bytes, matched = $2, unknown = $3, repeated = $4,
         members = $5, unreadable = $6, erased = $7 WHERE id = $1`,
      [list.id, counts.matched, counts.unknown, counts.repeated, counts.members, unreadable, counts.erased],
    );
    // The file has no further use, and it is personal data.
    await client.query("DELETE FROM upload WHERE id = $1", [uploadId]);
  });
}

async function fail(list: MemberList, problem: { code: string; params?: Record<string, string | number> }) {
  await prisma().memberList.updateMany({
    where: { id: list.id, attempts: list.attempts, status: "reading" },
    data: { status: "failed", problemCode: problem.code, problemParams: problem.params ?? {} },
  });
}

/**
 * Reads an uploaded list and compares it with the customers; memory does not grow with it. One whose worker died is
 * read again by the next.
 */
export async function readMemberList(listId: string): Promise<void> {
  const list = await claimList(listId);
  if (!list) return;
  if (!list.uploadId) return fail(list, { code: "upload_cut_off" });
  if (list.attempts > MAX_ATTEMPTS) return fail(list, { code: "list_gave_up" });
  try {
    await readAndMatch(list, list.uploadId);
  } catch (error) {
    if (error instanceof Superseded) return;
    if (error instanceof ErasedUnknown) return fail(list, { code: error.code });
    if (!(error instanceof CsvRefusal)) throw error;
    await fail(list, { code: error.code, params: error.params });
  }
}
