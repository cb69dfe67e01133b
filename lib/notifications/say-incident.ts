import type { IncidentKind } from "./schema";

/** All words of one language: a translator of use-intl or next-intl without a namespace. */
export interface Words {
  (key: string, values?: Record<string, string | number | Date>): string;
  has: (key: string) => boolean;
}

export interface ToldIncident {
  kind: IncidentKind;
  objectType: string;
  objectId: string;
  params: Record<string, string | number>;
  isRecovery: boolean;
}

export interface SaidIncident {
  title: string;
  /** What is known of it; may be empty. */
  body: string;
  /** What to do next; empty where that is nothing. */
  todo: string;
}

/**
 * Claims that a translator is one for all words. Its own type knows each key and its values, and keys that are put
 * together from a kind and a code are not among them.
 */
export function asWords(translator: unknown): Words {
  return translator as Words;
}

// What a sentence asks for and its incident does not have must not take the page down.
const blanks = {
  name: "–",
  number: 0,
  people: 0,
  of: 0,
  percent: 0,
  code: "–",
  scopes: "–",
  list: "–",
  segment: "–",
  export: "–",
  limit: 0,
  members: 0,
  over: 0,
  revision: "–",
  problem: "–",
};

function valuesOf({ params }: ToldIncident): Record<string, string | number | Date> {
  const { endsOn, dueAt, ...others } = params;
  return {
    ...blanks,
    ...others,
    // The day is meant everywhere, and at noon it is the same nearly everywhere.
    ...(endsOn !== undefined && { endsOn: new Date(`${endsOn}T12:00:00Z`) }),
    ...(dueAt !== undefined && { dueAt: new Date(dueAt) }),
  };
}

function first(words: Words, keys: string[], values: Record<string, string | number | Date>): string {
  const key = keys.find((one) => words.has(one));
  return key === undefined ? "" : words(key, values);
}

/** Where the words about an incident stand that differ by what happened: the most exact place first. */
function placesOf({ kind, params }: ToldIncident): { body: string[]; todo: string[] } {
  const own = `notifications.kinds.${kind}`;
  const code = String(params.code ?? "");
  switch (kind) {
    case "run_failed":
    case "connection_attention":
      return {
        body: [`runs.problem.${code}`, `${own}.body`],
        todo: [`runs.todo.${code}`, `${own}.todo`],
      };
    case "run_held":
      return { body: [`runs.events.held_${String(params.reason ?? "")}`], todo: [`${own}.todo`] };
    case "run_missed":
      return {
        body: [...(params.dueAt === undefined ? [] : [`${own}.bodyDue`]), `${own}.body`],
        todo: [`${own}.todo`],
      };
    case "source_failed":
    case "webhook_disabled":
    case "revision_retires":
      return { body: [`${own}.body`], todo: [`${own}.todo`] };
  }
}

/** What is said of an incident, or of its end, in the language of `words`. */
export function sayIncident(words: Words, told: ToldIncident): SaidIncident {
  const own = `notifications.kinds.${told.kind}`;
  const values = valuesOf(told);
  const isNamed = told.params.name !== undefined;
  const title = told.isRecovery ? "recovered" : "title";
  const places = placesOf(told);
  return {
    title: first(words, [...(isNamed ? [] : [`${own}.${title}Unnamed`]), `${own}.${title}`], values),
    body: told.isRecovery
      ? first(words, [`${own}.recoveredBody`], values)
      : first(words, places.body, values),
    todo: told.isRecovery ? "" : first(words, places.todo, values),
  };
}

/** The page where somebody can do something about it. */
export function hrefOf({ objectType, objectId, params, kind }: ToldIncident): string {
  switch (objectType) {
    case "export":
      return kind === "run_failed" && params.runId
        ? `/data/runs/${params.runId}`
        : `/data/exports/${objectId}`;
    case "run":
      return `/data/runs/${objectId}`;
    case "connection":
      return `/admin/connections/${objectId}`;
    case "source":
      return `/data/sources/${objectId}`;
    case "webhook_endpoint":
      return "/admin/system/notifications";
    case "destination":
      return "/admin/system/about";
    default:
      return "/admin/system/schedule";
  }
}
