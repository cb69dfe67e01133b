// When schedules are due, worked out from the calendar of Intl minute by minute: slow, plain, and without a line of
// Ferry's, so that both cannot share one mistake.

export type Rule =
  | { every: "hour"; minute: number; zone: string }
  | { every: "day"; times: string[]; zone: string }
  | { every: "week"; days: number[]; times: string[]; zone: string }
  | { every: "month"; day: number | "last"; times: string[]; zone: string };

interface Minute {
  at: number;
  /** "2027-03-28" by the zone's clock. */
  date: string;
  minuteOfDay: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Every minute of a span with what the zone's clock shows in it. */
function readMinutes(zone: string, from: number, to: number): Minute[] {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const minutes: Minute[] = [];
  for (let at = from; at < to; at += MINUTE_MS) {
    const shown = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    minutes.push({
      at,
      date: `${shown.year}-${shown.month}-${shown.day}`,
      minuteOfDay: Number(shown.hour) * 60 + Number(shown.minute),
    });
  }
  return minutes;
}

const toMinuteOfDay = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function isWanted(rule: Rule, date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`);
  if (rule.every === "week") return rule.days.includes(day.getUTCDay() || 7);
  if (rule.every !== "month") return true;
  if (rule.day === "last") return new Date(day.getTime() + DAY_MS).getUTCDate() === 1;
  return day.getUTCDate() === rule.day;
}

/** The first minute of the day that shows the time; where the clock jumps over it, the first one after the jump. */
function findTime(minutes: readonly Minute[], wanted: number): number | undefined {
  const shown = minutes.find(({ minuteOfDay }) => minuteOfDay === wanted);
  const after = minutes.find(
    ({ minuteOfDay }, index) => minuteOfDay > wanted && (minutes[index - 1]?.minuteOfDay ?? -1) < wanted,
  );
  return (shown ?? after)?.at;
}

/** The calendar of a zone over a span, to be asked by many rules. */
export function openCalendar(zone: string, from: Date, to: Date) {
  // A day more at either end, since the zone's days are not those of UTC.
  const minutes = readMinutes(zone, from.getTime() - DAY_MS, to.getTime() + DAY_MS);
  const byDate = Map.groupBy(minutes, ({ date }) => date);
  const isWithin = (at: number) => at >= from.getTime() && at < to.getTime();

  /** Every instant of a rule in the span, in order, as milliseconds. */
  function instantsOf(rule: Rule): number[] {
    if (rule.every === "hour")
      return minutes
        .filter(({ at, minuteOfDay }) => minuteOfDay % 60 === rule.minute && isWithin(at))
        .map(({ at }) => at);
    const found = new Set<number>();
    for (const [date, ofDay] of byDate)
      if (isWanted(rule, date))
        for (const time of rule.times) {
          const at = findTime(ofDay, toMinuteOfDay(time));
          if (at !== undefined && isWithin(at)) found.add(at);
        }
    return [...found].toSorted((one, other) => one - other);
  }
  return { instantsOf };
}
