import { ApiError } from "./api-error.ts";
import { readPageSize } from "./check-query.ts";
import type { Call } from "./call.ts";

export type Mark = string | number;

/** A collection in ascending order of its marks; marks are unique with the id. */
export interface Pageable<T> {
  items: readonly T[];
  markOf(item: T): Mark;
  idOf(item: T): string;
  keep?(item: T): boolean;
  descending?: boolean;
}

export interface Page<T> {
  items: T[];
  next: string | null;
  prev: string | null;
}

interface Cursor {
  way: "next" | "prev";
  id: string;
  mark: Mark;
}

/** Cuts the page that `page[cursor]` and `page[size]` ask for. */
export function cutPage<T>(
  call: Call,
  collection: Pageable<T>,
  bounds: { standard: number; maximum: number },
): Page<T> {
  const size = readPageSize(call.query, bounds, call.world.switches);
  const written = call.query.get("page[cursor]");
  const cursor = written === null ? null : decodeCursor(written);
  const backwards = (collection.descending ?? false) !== (cursor?.way === "prev");
  const found = collect(collection, cursor, backwards, size + 1);
  const hasMore = found.length > size;
  const items = found.slice(0, size);
  if (cursor?.way === "prev") items.reverse();
  const first = items[0];
  const last = items.at(-1);
  const toCursor = (way: Cursor["way"], item: T) =>
    encodeCursor({ way, id: collection.idOf(item), mark: collection.markOf(item) });
  // A present `prev` does not mean that there was an earlier page (contract 5).
  const wantsPrev = cursor !== null || call.world.switches.prevOnFirstPage;
  return {
    items,
    next: last && (hasMore || cursor?.way === "prev") ? toCursor("next", last) : null,
    prev: first && wantsPrev ? toCursor("prev", first) : null,
  };
}

function collect<T>(collection: Pageable<T>, cursor: Cursor | null, backwards: boolean, wanted: number): T[] {
  const { items, keep } = collection;
  const step = backwards ? -1 : 1;
  const found: T[] = [];
  for (
    let index = startOf(collection, cursor, backwards);
    index >= 0 && index < items.length;
    index += step
  ) {
    const item = items[index]!;
    if (keep && !keep(item)) continue;
    found.push(item);
    if (found.length === wanted) break;
  }
  return found;
}

/** Binary search for the first item after (or before) the cursor. */
function startOf<T>(collection: Pageable<T>, cursor: Cursor | null, backwards: boolean): number {
  const { items } = collection;
  if (!cursor) return backwards ? items.length - 1 : 0;
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(collection, items[middle]!, cursor);
    if (backwards ? order < 0 : order <= 0) low = middle + 1;
    else high = middle;
  }
  return backwards ? low - 1 : low;
}

function compare<T>(collection: Pageable<T>, item: T, cursor: Cursor): number {
  const mark = collection.markOf(item);
  if (mark !== cursor.mark) return mark < cursor.mark ? -1 : 1;
  const id = collection.idOf(item);
  return id === cursor.id ? 0 : id < cursor.id ? -1 : 1;
}

function encodeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.way}::${cursor.id}::${JSON.stringify(cursor.mark)}`).toString("base64url");
}

function decodeCursor(written: string): Cursor {
  const match = /^(next|prev)::(.*?)::(.+)$/s.exec(Buffer.from(written, "base64url").toString());
  try {
    const mark: unknown = JSON.parse(match?.[3] ?? "");
    if (typeof mark === "string" || typeof mark === "number") {
      return { way: match?.[1] === "prev" ? "prev" : "next", id: match?.[2] ?? "", mark };
    }
  } catch {
    // Falls through to the refusal below.
  }
  const detail = "Invalid cursor provided.";
  throw new ApiError(400, {
    code: "invalid",
    title: "Invalid input.",
    detail,
    source: { pointer: "/data/" },
  });
}
