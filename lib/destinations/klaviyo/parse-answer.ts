import type { z } from "zod";
import { DestinationFailure, type FailureReport } from "../destination-failure";
import type { HttpAnswer } from "../send-request";
import type { AskedCall } from "./failures";

/**
 * A 2xx answer as what it should be. What cannot be Klaviyo's own (no JSON, cut, endless) may be better next time;
 * JSON of another shape will not. Where a write was asked, either may hide that it took effect.
 */
export function parseAnswer<Answer>(call: AskedCall, answer: HttpAnswer, schema: z.ZodType<Answer>): Answer {
  const { status } = answer;
  const garbled = call.isWrite ? "ambiguous" : "transient";
  if (answer.text === null) throw misread(call, { status, code: "answer_too_large", kind: garbled });
  let document: unknown;
  try {
    document = JSON.parse(answer.text);
  } catch {
    throw misread(call, { status, code: "not_json", kind: garbled });
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  // Only where it went wrong: zod's messages can quote what was received.
  const place = parsed.error.issues[0]?.path.filter((step) => typeof step === "string").join(".") ?? "";
  const kind = call.isWrite ? "ambiguous" : "bug";
  throw misread(call, {
    status,
    code: "unexpected_answer",
    kind,
    place: /^[a-z_.]{0,80}$/.test(place) ? place : "",
  });
}

/** A failure about a 2xx answer. */
export function misread(
  call: AskedCall,
  seen: { status: number; code: string; kind: "ambiguous" | "transient" | "bug"; place?: string },
): DestinationFailure {
  const where = seen.place ? ` at ${seen.place}` : "";
  const circumstances = {
    sentence: `Klaviyo answered ${seen.status} to ${call.route}, and the answer cannot be used (${seen.code}${where}).`,
    rateClass: call.route,
    status: seen.status,
    code: seen.code,
    requestId: null,
    pointer: null,
  };
  const report: FailureReport =
    seen.kind === "bug"
      ? { kind: "bug", ...circumstances }
      : { kind: seen.kind, retryAfterMs: null, ...circumstances };
  return new DestinationFailure(report);
}
