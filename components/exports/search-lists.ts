import type { Result } from "@/lib/errors";

// Enough to choose from; more are narrowed by typing.
const ENOUGH = 50;

export interface FoundLists {
  lists: { id: string; name: string }[];
  /** Not all lists were looked at, since there are enough already. */
  hasMore: boolean;
}

type Answer = Result<{ lists: { id: string; name: string }[]; cursor: string | null }>;

/** Lists of a connection by a part of their name: page after page, until there are enough or no more. */
export async function searchLists(
  question: { connectionId: string; query: string },
  signal: AbortSignal,
): Promise<Result<FoundLists>> {
  const lists: FoundLists["lists"] = [];
  let cursor: string | null = null;
  do {
    const address: string = `/api/exports/lists?${new URLSearchParams({ ...question, ...(cursor && { cursor }) })}`;
    const answer = (await (await fetch(address, { signal })).json()) as Answer;
    if (!answer.ok) return answer;
    lists.push(...answer.value.lists);
    cursor = answer.value.cursor;
  } while (cursor !== null && lists.length < ENOUGH);
  return { ok: true, value: { lists, hasMore: cursor !== null } };
}
