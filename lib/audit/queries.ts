import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { type EventRow, cursorOf, findEvent, readEvents } from "./event-sql";
import { readHead } from "./head";
import { type NamedObject, readObjectNames } from "./object-names";
import type { AuditPageInput } from "./schema";

const PAGE = 50;

/** Who did something: a person, Ferry itself, or a program by its token. A name is null where it is gone. */
type ActorLine = { kind: "user" | "program"; name: string | null } | { kind: "ferry" };

const tokenOf = (row: EventRow) => /^system:api_token:(.+)$/.exec(row.actor_kind)?.[1] ?? null;

function toActor(row: EventRow, names: Map<string, NamedObject>): ActorLine {
  const token = tokenOf(row);
  if (token) return { kind: "program", name: names.get(`api_token:${token}`)?.name ?? null };
  return row.actor_kind === "user" ? { kind: "user", name: row.actor_name } : { kind: "ferry" };
}

async function toLines(rows: EventRow[]) {
  const objects = rows.map((row) => ({ type: row.object_type, id: row.object_id }));
  const tokens = rows.map((row) => ({ type: "api_token", id: tokenOf(row) }));
  const names = await readObjectNames([...objects, ...tokens]);
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: toActor(row, names),
    action: row.action,
    type: row.object_type,
    objectId: row.object_id,
    object: names.get(`${row.object_type}:${row.object_id}`) ?? null,
    details: row.details,
    address: row.client_address,
    session: row.session,
    agent: row.agent,
  }));
}
export type EventLine = Awaited<ReturnType<typeof toLines>>[number];

async function readPage(input: AuditPageInput & { timeZone: string }) {
  const { before, after } = input;
  const rows = await readEvents({ ...input, limit: PAGE + 1 });
  if (!after) return { rows: rows.slice(0, PAGE), isFirst: !before, isLast: rows.length <= PAGE };
  // Fewer newer ones than a page has: the first page is that with more.
  if (rows.length <= PAGE) return null;
  return { rows: rows.slice(0, PAGE).toReversed(), isFirst: false, isLast: false };
}

/** A page of the audit log, newest first, with where the neighbouring pages begin. */
export async function listEvents(actor: Actor, input: AuditPageInput & { timeZone: string }) {
  requirePermission(actor, "audit:read");
  const { after: _, before: __, ...first } = input;
  const page = (await readPage(input)) ?? (await readPage(first));
  const { rows = [], isFirst = true, isLast = true } = page ?? {};
  const [top, end] = [rows.at(0), rows.at(-1)];
  return {
    events: await toLines(rows),
    previous: isFirst || !top ? null : cursorOf(top),
    next: isLast || !end ? null : cursorOf(end),
  };
}
export type EventPage = Awaited<ReturnType<typeof listEvents>>;

/** One event for its details; null where there is none. */
export async function findEventLine(actor: Actor, id: string): Promise<EventLine | null> {
  requirePermission(actor, "audit:read");
  const row = await findEvent(id);
  return row && ((await toLines([row]))[0] ?? null);
}

/** How far the log is sealed. */
export async function readSealState(actor: Actor) {
  requirePermission(actor, "audit:read");
  const head = await readHead();
  const { rows } = await pool().query<{ waiting: number }>(
    "SELECT count(*)::int AS waiting FROM audit_event WHERE id > $1",
    [head?.lastEvent ?? 0],
  );
  return { head, waiting: rows[0]?.waiting ?? 0 };
}
export type SealState = Awaited<ReturnType<typeof readSealState>>;

/** Everybody whose doings can be asked for. */
export async function listAuditedPeople(actor: Actor) {
  requirePermission(actor, "audit:read");
  return prisma().user.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });
}
