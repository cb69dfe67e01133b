/** What a task of the system can be, in the words of the Status page. */
export const statusWords = [
  "not_started",
  "queued",
  "processing",
  "refreshing",
  "successful",
  "completed_with_warnings",
  "skipped",
  "failed",
  "failed_permanent",
  "canceled",
] as const;
export type StatusWord = (typeof statusWords)[number];

export const statusGroups = ["source", "segment", "export", "system"] as const;
export type StatusGroup = (typeof statusGroups)[number];

/** What Ferry does for the whole, by name. */
export const systemTasks = ["unification", "fields", "search", "housekeeping"] as const;
export type SystemTaskName = (typeof systemTasks)[number];

/** Whether something goes on or is still to come. */
export function isUnderWay(word: StatusWord): boolean {
  return word === "queued" || word === "processing" || word === "refreshing" || word === "failed";
}
