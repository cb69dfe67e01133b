import type { Random } from "@/emulator/random.ts";
import { pool } from "@/lib/db";
import { type Rule, openCalendar } from "./expected-instants";

export const zones = ["Europe/Budapest", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];

/** What lies between two instants of a schedule is a multiple of this, so that no round meets two at once. */
export const GRID_MINUTES = 15;

const two = (value: number) => String(value).padStart(2, "0");

/** A rule of each kind in turn, in each zone in turn, at times of the seed's choosing. */
function makeRule(index: number, random: Random): Rule {
  const below = (end: number) => Math.floor(random() * end);
  const zone = zones[Math.floor(index / 4) % zones.length] ?? "UTC";
  const minute = () => below(60 / GRID_MINUTES) * GRID_MINUTES;
  const some = <Value>(count: number, make: () => Value) =>
    [...new Set(Array.from({ length: count }, make))].toSorted();
  const times = some(1 + below(4), () => `${two(below(24))}:${two(minute())}`);
  switch (index % 4) {
    case 0:
      return { every: "hour", minute: minute(), zone };
    case 1:
      return { every: "day", times, zone };
    case 2:
      return { every: "week", days: some(1 + below(3), () => 1 + below(7)), times, zone };
    default:
      return { every: "month", day: random() < 0.2 ? "last" : 1 + below(28), times, zone };
  }
}

/** Adds schedules, each of an export of its own; answers when each is due in the span, as `<id> <milliseconds>`. */
export async function makeSchedules(
  count: number,
  { random, from, to }: { random: Random; from: Date; to: Date },
): Promise<Set<string>> {
  const calendars = new Map(zones.map((zone) => [zone, openCalendar(zone, from, to)]));
  const rules = Array.from({ length: count }, (_, index) => makeRule(index, random));
  const due = rules.map((rule) => calendars.get(rule.zone)?.instantsOf(rule) ?? []);
  const { rows } = await pool().query<{ id: string }>(
    `WITH made AS (
       INSERT INTO export (id, name, destination, list_id, list_name, identifier_field, mapping, updated_at)
       SELECT gen_random_uuid(), 'Export ' || n, 'klaviyo', 'LIST' || n, 'List', 'email', '{}', now()
       FROM generate_series(1, $1::int) n RETURNING id)
     SELECT id FROM made`,
    [count],
  );
  const ids = rows.map(({ id }) => id);
  await pool().query(
    `INSERT INTO schedule (id, export_id, recurrence, next_run_at)
     SELECT id, id, recurrence, to_timestamp(first::float8 / 1000)
     FROM unnest($1::uuid[], $2::jsonb[], $3::bigint[]) AS given (id, recurrence, first)`,
    [ids, rules.map((rule) => JSON.stringify(rule)), due.map(([first]) => first ?? null)],
  );
  return new Set(due.flatMap((instants, index) => instants.map((at) => `${ids[index]} ${at}`)));
}
