import { pool } from "@/lib/db";
import { type AuditFilter, FERRY } from "./schema";

/** An event as it stands in the log, with the name of the person. */
export interface EventRow {
  id: string;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  action: string;
  object_type: string;
  object_id: string | null;
  details: Record<string, string | number | boolean>;
  client_address: string | null;
  session: string | null;
  agent: string | null;
}

export interface EventQuery extends AuditFilter {
  /** Whose days `since` and `until` are. */
  timeZone: string;
  /** Only events older than this one, newest first; or only newer ones, oldest first. */
  before?: string;
  after?: string;
  limit: number;
}

/** What a neighbouring page is asked for with: events are in the order of time, and of ids where that is the same. */
export function cursorOf({ at, id }: Pick<EventRow, "at" | "id">): string {
  return `${at.getTime()}-${id}`;
}

/** The conditions of a filter. Each is a column that an index begins with and time and id follow, so that a page is found at once. */
function conditions(query: EventQuery, values: unknown[]): string[] {
  const value = (one: unknown) => `$${values.push(one)}`;
  const startOf = (day: string, later: number) =>
    `(${value(day)}::date + ${later})::timestamp AT TIME ZONE ${value(query.timeZone)}`;
  const all = ["true"];
  if (query.actor === FERRY) all.push("e.actor_id IS NULL");
  else if (query.actor) all.push(`e.actor_id = ${value(query.actor)}`);
  if (query.action) all.push(`e.action = ${value(query.action)}`);
  if (query.type) all.push(`e.object_type = ${value(query.type)}`);
  if (query.object) all.push(`e.object_id = ${value(query.object)}`);
  if (query.since) all.push(`e.at >= ${startOf(query.since, 0)}`);
  if (query.until) all.push(`e.at < ${startOf(query.until, 1)}`);
  const [ms, id] = (query.before ?? query.after ?? "").split("-");
  if (ms && id)
    all.push(
      `(e.at, e.id) ${query.before ? "<" : ">"} (to_timestamp(${value(ms)}::bigint / 1000.0)::timestamptz(3), ${value(id)}::bigint)`,
    );
  return all;
}

/** Events of the log. */
export async function readEvents(query: EventQuery): Promise<EventRow[]> {
  const values: unknown[] = [];
  const where = conditions(query, values).join(" AND ");
  const order = query.after ? "ASC" : "DESC";
  const { rows } = await pool().query<EventRow>(
    `SELECT e.*, u.name AS actor_name FROM (
       SELECT * FROM audit_event e WHERE ${where} ORDER BY e.at ${order}, e.id ${order} LIMIT ${query.limit}) e
     LEFT JOIN "user" u ON u.id = e.actor_id ORDER BY e.at ${order}, e.id ${order}`,
    values,
  );
  return rows;
}

/** One event; null where there is none. */
export async function findEvent(id: string): Promise<EventRow | null> {
  const { rows } = await pool().query<EventRow>(
    `SELECT e.*, u.name AS actor_name FROM audit_event e LEFT JOIN "user" u ON u.id = e.actor_id WHERE e.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}
