import type { Result } from "@/lib/errors";

/** Asks a route that takes JSON; given up with `signal`, the server stops as well. */
async function ask<Value>(address: string, question: object, signal: AbortSignal): Promise<Result<Value>> {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
    signal,
  });
  return (await answer.json()) as Result<Value>;
}

/** Whom unsaved rules find. */
export function askPreview<Preview>(question: object, signal: AbortSignal): Promise<Result<Preview>> {
  return ask("/api/segments/preview", question, signal);
}

/** Values of a field that begin with a text. */
export async function askValues(field: string, text: string, signal: AbortSignal): Promise<string[]> {
  const answer = await ask<{ values: string[] }>("/api/segments/values", { field, text }, signal);
  return answer.ok ? answer.value.values : [];
}
