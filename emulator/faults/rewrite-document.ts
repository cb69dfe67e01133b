import type { Answer } from "../http/call.ts";
import { isObject } from "../http/shape.ts";
import type { FaultAction } from "./fault-rule.ts";

/** Changes members of a true answer: `links.next` to null, `data.0.attributes.name` to a number. */
export function rewriteDocument(answer: Answer, fault: FaultAction): Answer {
  if (fault.kind !== "rewrite" || answer.document === undefined) return answer;
  const document: unknown = structuredClone(answer.document);
  for (const [path, value] of Object.entries(fault.set)) setAt(document, path.split("."), value);
  return { ...answer, document };
}

function setAt(target: unknown, [step, ...rest]: string[], value: unknown): void {
  if (step === undefined || (!isObject(target) && !Array.isArray(target))) return;
  const holder = target as Record<string, unknown>;
  if (rest.length === 0) holder[step] = value;
  else setAt(holder[step], rest, value);
}
