"use client";
import { useRef } from "react";
import type { Result } from "@/lib/errors";

/**
 * Saves an edit that began with `revision`. Where somebody else's was saved since, that is said once; whoever saves again
 * then knows, and saves over that one, but not over a later one.
 */
export function useSaveOver<Input extends object, Value>(
  revision: number,
  save: (input: Input & { revision: number }) => Promise<Result<Value>>,
) {
  const seen = useRef(revision);
  return async (input: Input): Promise<Result<Value>> => {
    const result = await save({ ...input, revision: seen.current });
    if (!result.ok && result.code === "segment_changed") seen.current = Number(result.params?.revision);
    return result;
  };
}
