import type { SearchWord } from "./search-words";

export interface ProfileRow {
  id: string;
  key: string;
  attributes: Record<string, string | number | boolean>;
  created_at: Date;
  updated_at: Date;
}

/** What people can be sorted by: what an index has in order. */
export const profileSortColumns = ["added", "key"] as const;

export interface ProfileSort {
  column: (typeof profileSortColumns)[number];
  direction: "ascending" | "descending";
}

export interface PageQuery {
  words: SearchWord[];
  sort: ProfileSort;
  /** The id of the last person of the page before. */
  after?: string;
  /** Members of this segment only; they come in the order in which they were added. */
  segmentId?: string;
  size: number;
}

export const selected = "p.id::text, p.key, p.attributes, p.created_at, p.updated_at";

/** The people behind `after`, as `FROM … WHERE …`, and their order. `p` is the profile. */
export function peopleSql(
  { sort, after, segmentId }: PageQuery,
  params: unknown[],
): { from: string; order: string } {
  const isUp = sort.direction === "ascending";
  const beyond = isUp ? ">" : "<";
  const way = isUp ? "ASC" : "DESC";
  const place = after === undefined ? null : `$${params.push(after)}::bigint`;
  if (segmentId) {
    const members = `FROM segment_member m JOIN profile p ON p.id = m.profile_id
      WHERE m.segment_id = $${params.push(segmentId)}::uuid`;
    const behind = place ? ` AND m.profile_id ${beyond} ${place}` : "";
    return { from: members + behind, order: `p.id ${way}` };
  }
  const [column, start] =
    sort.column === "key" ? ["p.key", `(SELECT key FROM profile WHERE id = ${place})`] : ["p.id", place];
  return {
    from: `FROM profile p WHERE ${place ? `${column} ${beyond} ${start}` : "true"}`,
    order: `${column} ${way}`,
  };
}
