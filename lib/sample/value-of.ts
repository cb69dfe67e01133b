import type { Result } from "@/lib/errors";

/** The value of a command that the sample knows to succeed; throws with the refusal where it does not. */
export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok)
    throw new Error(`The sample was refused: ${result.code} ${JSON.stringify(result.fields ?? {})}`);
  return result.value;
}
