import type { Answer } from "./built-ferry";
import type { Verdict } from "./persons";

/** What an answer over HTTP says of who asked; where it says nothing of that, its status. */
export function verdictOf({ status, leadsTo }: Answer, expected: number | string = 200): Verdict | string {
  if (status === expected) return "yes";
  if (status === 401 || leadsTo?.endsWith("/sign-in")) return "sign in";
  if (status === 403) return "no";
  if (status === 404) return "unknown";
  return leadsTo ? "yes" : `status ${status}`;
}

interface Told {
  ok: boolean;
  code?: string;
  fields?: { connectionId?: { code: string } };
}

const verdicts: Record<string, Verdict> = { signed_out: "sign in", forbidden: "no", not_found: "unknown" };

/** What a server action answered, out of the rows that its answer travels in; null where it leads elsewhere. */
export function toldBy({ text, status, leadsTo }: Answer): Told | null {
  if (leadsTo) return null;
  const told = /\d+:(\{"ok":(?:true|false).*\})$/m.exec(text)?.[1];
  if (!told) throw new Error(`The action answered ${status} ${text.slice(0, 300)}`);
  return JSON.parse(told) as Told;
}

/** What an action's answer says of who asked; where it says nothing of that, its refusal. */
export function verdictOfAction(told: Told | null, expected: number | string = ""): Verdict | string {
  if (told?.fields?.connectionId?.code === "connection_unknown") return "unknown";
  if (!told || told.ok || told.code === expected) return "yes";
  return verdicts[told.code ?? ""] ?? `refused: ${JSON.stringify(told)}`;
}
