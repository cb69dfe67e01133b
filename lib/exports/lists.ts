import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { refusalOfFailure } from "@/lib/connections/failure-code";
import { openConnection, quotaOf } from "@/lib/connections/open-channel";
import { prisma } from "@/lib/db";
import { DestinationFailure } from "@/lib/destinations/destination-failure";
import type { ListPage, RemoteList } from "@/lib/destinations/types";
import { NotFound, type Result, accepted, refused, refusedField } from "@/lib/errors";
import { limitRequests } from "@/lib/limiter/limit-requests";
import { askForList, checkListId } from "./check-list";
import { type UsableConnection, connectionProblem, findUsableConnection } from "./find-usable-connection";

/** A connection that can be asked now, or why not. Throws NotFound where there is none for the actor. */
async function findOpen(actor: Actor, connectionId: string): Promise<Result<UsableConnection>> {
  requirePermission(actor, "export:write");
  const connection = await findUsableConnection(prisma(), actor, connectionId);
  if (!connection) throw new NotFound("connection", connectionId);
  const problem = connectionProblem(connection.status);
  return problem ? refusedField("connectionId", problem) : accepted(connection);
}

/** Lists of the connection's account by a part of their name. `cursor` goes on where a page ended. */
export async function searchLists(
  actor: Actor,
  input: { connectionId: string; query: string; cursor: string | null },
): Promise<Result<ListPage>> {
  const connection = await findOpen(actor, input.connectionId);
  if (!connection.ok) return connection;
  try {
    const channel = await openConnection(connection.value);
    return accepted(await channel.lists.search(input.query, input.cursor));
  } catch (error) {
    return refusalOfFailure(error);
  }
}

/** The list with an id that was typed. */
export async function findList(
  actor: Actor,
  input: { connectionId: string; listId: string },
): Promise<Result<RemoteList>> {
  const connection = await findOpen(actor, input.connectionId);
  if (!connection.ok) return connection;
  const listId = checkListId(connection.value.destination, input.listId);
  return listId.ok ? askForList(connection.value, listId.value) : listId;
}

// As long as a person waits for a turn elsewhere.
const PATIENCE_MS = 5_000;

class Closed extends Error {
  constructor(readonly code: string) {
    super(`The connection was closed meanwhile: ${code}.`);
  }
}

/** Right before the request leaves, the connection has to be there still, and the actor's to use. */
function openForWriting(actor: Actor, connection: UsableConnection) {
  const fence = async () => {
    const now = await findUsableConnection(prisma(), actor, connection.id);
    const code = now ? connectionProblem(now.status) : "connection_unknown";
    if (code) throw new Closed(code);
  };
  const hooks = limitRequests(quotaOf(connection), { patienceMs: PATIENCE_MS, fence });
  return openConnection(connection, { hooks });
}

/** Makes a list, or finds the one that has this name already. */
export async function createList(
  actor: Actor,
  input: { connectionId: string; name: string },
): Promise<Result<{ list: RemoteList; isNew: boolean }>> {
  const connection = await findOpen(actor, input.connectionId);
  if (!connection.ok) return connection;
  try {
    const channel = await openForWriting(actor, connection.value);
    const { list, state } = await channel.lists.create(input.name);
    const isNew = state === "created";
    if (isNew)
      await recordAudit(prisma(), actor, {
        action: "list.create",
        objectType: "connection",
        objectId: connection.value.id,
        details: { listId: list.id },
      });
    return accepted({ list, isNew });
  } catch (error) {
    if (error instanceof Closed) return refusedField("connectionId", error.code);
    if (error instanceof DestinationFailure && error.kind === "ambiguous")
      return refused("list_creation_unclear");
    return refusalOfFailure(error);
  }
}
