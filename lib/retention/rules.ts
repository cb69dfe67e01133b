import { REPEAT_HOURS } from "@/lib/api/answer-once";
import { DEVICE_DAYS } from "@/lib/auth/devices";
import { PEOPLE_DAYS, PROBLEM_DAYS } from "@/lib/runs/create-run";
import { TICK_DAYS } from "@/lib/schedule/notice-due";
import { PUSH_DAYS } from "@/lib/sources/push/pushes";

/** For how long: days an administrator may choose within bounds, a time that is fixed, or for ever. */
type Kept =
  | { kind: "chosen"; days: number; least: number; most: number }
  | { kind: "days"; days: number }
  | { kind: "hours"; hours: number }
  | { kind: "minutes"; minutes: number }
  | { kind: "for_ever" };

interface Rule {
  kept: Kept;
  /** Whether what is too old goes with every sweep, or once a night. Absent where something else deletes it. */
  when?: "sweep" | "night";
  /** Deletes what is older than `$1`, an interval. */
  statements?: readonly string[];
}

const older = (column: string) => `${column} < now() - $1::interval`;

/**
 * How long each kind of row is kept, and how it goes: the one place that says so. What is kept and why is told by
 * `privacy.retention.<rule>` in messages, in this order.
 */
export const retentionRules = {
  uploads: {
    kept: { kind: "hours", hours: 24 },
    when: "sweep",
    statements: [
      `UPDATE import SET status = 'canceled', problem_code = 'review_expired', finished_at = now()
       WHERE status = 'review' AND ${older("staged_at")}`,
      `DELETE FROM upload u WHERE ${older("created_at")}
       AND NOT EXISTS (SELECT 1 FROM import i WHERE i.upload_id = u.id AND i.status IN ('queued', 'running', 'review'))`,
    ],
  },
  lists: {
    kept: { kind: "hours", hours: 24 },
    when: "sweep",
    statements: [`DELETE FROM member_list WHERE ${older("created_at")}`],
  },
  badLines: {
    kept: { kind: "chosen", days: 90, least: 7, most: 365 },
    when: "night",
    statements: [
      `DELETE FROM import_bad_line b USING import i WHERE b.import_id = i.id AND ${older("i.finished_at")}`,
    ],
  },
  imports: {
    kept: { kind: "chosen", days: 730, least: 30, most: 3_650 },
    when: "night",
    statements: [
      // The last one of a source tells how it stands.
      `DELETE FROM import i WHERE ${older("i.finished_at")}
       AND EXISTS (SELECT 1 FROM import later WHERE later.source_id = i.source_id AND later.created_at > i.created_at)`,
    ],
  },
  runPeople: { kept: { kind: "days", days: PEOPLE_DAYS } },
  runProblems: { kept: { kind: "days", days: PROBLEM_DAYS } },
  runs: { kept: { kind: "for_ever" } },
  runEvents: {
    kept: { kind: "chosen", days: 365, least: 30, most: 3_650 },
    when: "night",
    statements: [
      `DELETE FROM run_event e USING run r WHERE r.id = e.run_id AND r.settled_at IS NOT NULL AND ${older("e.at")}`,
    ],
  },
  plans: {
    kept: { kind: "chosen", days: 90, least: 7, most: 730 },
    when: "night",
    statements: [`DELETE FROM export_plan WHERE ${older("finished_at")}`],
  },
  memberCounts: {
    kept: { kind: "chosen", days: 730, least: 30, most: 3_650 },
    when: "night",
    statements: [`DELETE FROM segment_count WHERE ${older("at")}`],
  },
  everyMemberCount: {
    kept: { kind: "days", days: 30 },
    when: "night",
    statements: [
      `DELETE FROM segment_count c WHERE ${older("at")} AND EXISTS (
         SELECT 1 FROM segment_count later WHERE later.segment_id = c.segment_id AND later.at > c.at
           AND later.at < date_trunc('day', c.at, 'UTC') + interval '1 day')`,
    ],
  },
  pushes: {
    kept: { kind: "hours", hours: REPEAT_HOURS },
    when: "sweep",
    statements: [`DELETE FROM api_answer WHERE ${older("created_at")}`],
  },
  sessions: {
    kept: { kind: "minutes", minutes: 0 },
    when: "sweep",
    statements: [
      `DELETE FROM session WHERE ${older("expires_at")}`,
      `DELETE FROM oauth_state WHERE ${older("expires_at")}`,
      `DELETE FROM setup_link WHERE ${older("expires_at")}`,
      `DELETE FROM user_link WHERE ${older("expires_at")}`,
    ],
  },
  devices: {
    kept: { kind: "days", days: DEVICE_DAYS },
    when: "sweep",
    statements: [`DELETE FROM known_device WHERE ${older("used_at")}`],
  },
  attempts: {
    kept: { kind: "minutes", minutes: 60 },
    when: "sweep",
    statements: [`DELETE FROM attempt_bucket WHERE ${older("used_at")}`],
  },
  workers: {
    kept: { kind: "hours", hours: 24 },
    when: "sweep",
    statements: [`DELETE FROM worker_process WHERE ${older("seen_at")}`],
  },
  pushHistory: {
    kept: { kind: "days", days: PUSH_DAYS },
    when: "night",
    statements: [`DELETE FROM api_push WHERE ${older("at")}`],
  },
  refreshes: {
    kept: { kind: "chosen", days: 90, least: 7, most: 730 },
    when: "night",
    statements: [`DELETE FROM refresh WHERE ${older("finished_at")}`],
  },
  segmentRefreshes: {
    kept: { kind: "days", days: 30 },
    when: "night",
    statements: [`DELETE FROM segment_refresh WHERE ${older("finished_at")}`],
  },
  scheduleTicks: {
    kept: { kind: "days", days: TICK_DAYS },
    when: "night",
    statements: [`DELETE FROM schedule_tick WHERE ${older("instant")} AND state <> 'due'`],
  },
  messagesSent: {
    kept: { kind: "days", days: 30 },
    when: "night",
    statements: [
      `DELETE FROM notification_delivery WHERE state NOT IN ('pending', 'sending') AND ${older("created_at")}`,
    ],
  },
  notifications: {
    kept: { kind: "chosen", days: 90, least: 7, most: 730 },
    when: "night",
    statements: [
      `DELETE FROM incident WHERE ${older("resolved_at")}`,
      `DELETE FROM notification n USING incident i WHERE i.id = n.incident_id AND i.resolved_at IS NULL
         AND n.read_at IS NOT NULL AND ${older("n.created_at")}`,
    ],
  },
  consents: { kept: { kind: "for_ever" } },
  audit: { kept: { kind: "for_ever" } },
  erasures: { kept: { kind: "for_ever" } },
} as const satisfies Record<string, Rule>;

export type RetentionRule = keyof typeof retentionRules;
export const retentionRuleNames = Object.keys(retentionRules) as RetentionRule[];

/** A rule as anybody may read it; the table keeps each rule's own type. */
export function ruleOf(name: RetentionRule): Rule {
  return retentionRules[name];
}

/** The time as PostgreSQL's interval; `days` is what was chosen. Null where nothing is ever too old. */
export function intervalOf({ kept }: Rule, days?: number): string | null {
  switch (kept.kind) {
    case "chosen":
      return `${days ?? kept.days} days`;
    case "days":
      return `${kept.days} days`;
    case "hours":
      return `${kept.hours} hours`;
    case "minutes":
      return `${kept.minutes} minutes`;
    case "for_ever":
      return null;
  }
}
