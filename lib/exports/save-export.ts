import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { type Tx, isUniqueViolation, prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import type { RemoteList } from "@/lib/destinations/types";
import { type FieldProblem, Forbidden, type Result, accepted, refusedField } from "@/lib/errors";
import { listFields } from "@/lib/profiles/fields";
import { askForList, checkListId } from "./check-list";
import { cleanMapping, mappingProblems, segmentProblems } from "./check-settings";
import { type FoundExport, lockExport, readExport, shareConnections } from "./find-export";
import { type UsableConnection, connectionProblem, findUsableConnection } from "./find-usable-connection";
import { isMoved, leaveOldList } from "./leave-old-list";
import { type NextRun, readNextRun } from "./next-run";
import type { SaveExportInput } from "./schema";
import { writeExport } from "./write-export";

type Saved = { exportId: string; removalRunId?: string; nextRun: NextRun };

/**
 * Makes an export, or changes one; runs nothing. The list is asked for at the destination before anything is stored;
 * an edit that stays where it is needs no answer. Leaving a list with people on it asks what to do with them.
 */
export async function saveExport(
  actor: Actor,
  input: SaveExportInput,
  options: { isSample?: boolean } = {},
): Promise<Result<Saved>> {
  requirePermission(actor, "export:write");
  const before = input.exportId ? await readExport(prisma(), actor, input.exportId) : null;
  if (before?.permission === "view") throw new Forbidden("export:write");
  const connection = await findUsableConnection(prisma(), actor, input.connectionId);
  const problems = await settingsProblems(actor, input, { before, connection });
  if (!connection || Object.keys(problems).length > 0)
    return { ok: false, code: "invalid", fields: problems };
  const { destination } = connection;
  const wanted = {
    ...input,
    listId: input.listId.trim(),
    mapping: cleanMapping(requireDestination(destination), input.mapping),
    segmentIds: [...new Set(input.segmentIds)],
    excludedSegmentIds: [...new Set(input.excludedSegmentIds)],
  };
  const list = await checkList(before, connection, wanted.listId);
  if (!list.ok) return list;
  try {
    return await prisma().$transaction((tx) => store(tx, actor, { wanted, list: list.value, options }));
  } catch (error) {
    if (isUniqueViolation(error)) return refusedField("name", "name_taken");
    throw error;
  }
}

/** Everything that can be told without asking the destination, at once. */
async function settingsProblems(
  actor: Actor,
  input: SaveExportInput,
  { before, connection }: { before: FoundExport | null; connection: UsableConnection | null },
): Promise<Record<string, FieldProblem>> {
  const known = new Set((await listFields(actor)).map(({ key }) => key));
  const problems = segmentProblems(await segmentNames(prisma(), input), input);
  if (!known.has(input.identifierField))
    problems.identifierField = { code: "field_unknown", params: { field: input.identifierField } };
  if (!connection) return { ...problems, connectionId: { code: "connection_unknown" } };
  const closed = closedProblem(before, connection, input.listId);
  if (closed) problems.connectionId = closed;
  const listId = checkListId(connection.destination, input.listId);
  return {
    ...problems,
    ...mappingProblems(requireDestination(connection.destination), known, input.mapping),
    ...(!listId.ok && listId.fields),
  };
}

/** An export that stays where it is can be changed while its connection is out of order. */
function closedProblem(
  before: FoundExport | null,
  connection: UsableConnection,
  listId: string,
): FieldProblem | null {
  const code = connectionProblem(connection.status);
  const stays = before && !isMoved(before, { connectionId: connection.id, listId: listId.trim() });
  return code && !stays ? { code } : null;
}

/** The list as the destination has it; null where it could not be asked and need not be. */
async function checkList(
  before: FoundExport | null,
  connection: UsableConnection,
  listId: string,
): Promise<Result<RemoteList | null>> {
  const stays = before !== null && !isMoved(before, { connectionId: connection.id, listId });
  if (stays && connection.status !== "active") return accepted(null);
  const asked = await askForList(connection, listId);
  const isUnanswered = !asked.ok && asked.fields === undefined;
  return stays && isUnanswered ? accepted(null) : asked;
}

async function segmentNames(
  tx: Tx,
  { segmentIds, excludedSegmentIds }: Pick<SaveExportInput, "segmentIds" | "excludedSegmentIds">,
): Promise<Map<string, string>> {
  const ids = [...segmentIds, ...excludedSegmentIds];
  const rows = await tx.segment.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

interface Wish {
  wanted: SaveExportInput;
  list: RemoteList | null;
  options: { isSample?: boolean };
}

/** Looks again at what may have changed while the destination was asked, under locks, and writes. */
async function store(tx: Tx, actor: Actor, { wanted, list, options }: Wish): Promise<Result<Saved>> {
  const { exportId, connectionId, listId } = wanted;
  await shareConnections(tx, {
    exportIds: exportId ? [exportId] : [],
    connectionIds: [connectionId],
  });
  const found = exportId ? await lockExport(tx, actor, exportId, "export:write") : null;
  const connection = await findUsableConnection(tx, actor, connectionId);
  if (!connection) return refusedField("connectionId", "connection_unknown");
  const closed = closedProblem(found, connection, listId);
  if (closed) return { ok: false, code: "invalid", fields: { connectionId: closed } };
  await tx.$queryRaw`
    SELECT 1 FROM segment WHERE id = ANY (${[...wanted.segmentIds, ...wanted.excludedSegmentIds]}::uuid[])
    ORDER BY id FOR KEY SHARE`;
  const problems = segmentProblems(await segmentNames(tx, wanted), wanted);
  if (Object.keys(problems).length > 0) return { ok: false, code: "invalid", fields: problems };
  const left = found
    ? await leaveOldList(tx, actor, { found, connection, listId, oldList: wanted.oldList })
    : accepted<{ runId?: string }>({});
  if (!left.ok) return left;
  const listName = list?.name ?? found?.listName ?? listId;
  const saved = await writeExport(tx, actor, {
    wanted,
    destination: connection.destination,
    listName,
    options,
  });
  const nextRun = await readNextRun(tx, saved);
  return accepted({ exportId: saved, nextRun, ...(left.value.runId && { removalRunId: left.value.runId }) });
}
