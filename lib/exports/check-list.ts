import { refusalOfFailure } from "@/lib/connections/failure-code";
import { openConnection } from "@/lib/connections/open-channel";
import { requireDestination } from "@/lib/destinations/registry";
import type { RemoteList } from "@/lib/destinations/types";
import { type Result, accepted, refusedField } from "@/lib/errors";
import { fieldProblems } from "@/lib/field-problems";
import type { UsableConnection } from "./find-usable-connection";

/** The id as the destination writes it, or what is wrong with its shape, at `listId`. */
export function checkListId(destination: string, listId: string): Result<string> {
  const parsed = requireDestination(destination).targetSchema.safeParse({ listId });
  if (parsed.success) return accepted(parsed.data.listId);
  return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
}

/** The list with this id in the connection's account, asked there. Refuses at `listId` where there is none. */
export async function askForList(connection: UsableConnection, listId: string): Promise<Result<RemoteList>> {
  try {
    const list = await (await openConnection(connection)).lists.get(listId);
    const account = connection.accountName ?? connection.accountId ?? "";
    return list ? accepted(list) : refusedField("listId", "list_unknown", { list: listId, account });
  } catch (error) {
    return refusalOfFailure(error);
  }
}
