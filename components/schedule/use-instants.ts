"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type RecurrenceDraft, toRecurrence } from "@/components/schedule/recurrence-draft";
import { useSettled } from "@/components/ui/use-settled";
import type { Result } from "@/lib/errors";
import { type Recurrence, recurrenceSchema } from "@/lib/schedule/schema";

export type LoadInstants = (input: { recurrence: Recurrence }) => Promise<Result<{ instants: string[] }>>;

/**
 * The next instants of what is being set, asked for when the typing pauses. Until the answer is there, those of before
 * are.
 */
export function useInstants(draft: RecurrenceDraft, load: LoadInstants) {
  const parsed = recurrenceSchema.safeParse(toRecurrence(draft));
  const text = parsed.success ? JSON.stringify(parsed.data) : null;
  const settled = useSettled(text);
  const { data, isError, isPlaceholderData } = useQuery({
    queryKey: ["schedule-preview", settled],
    queryFn: () => load({ recurrence: JSON.parse(settled ?? "") as Recurrence }),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    isComplete: parsed.success,
    instants: data?.ok ? data.value.instants : null,
    hasFailed: isError || data?.ok === false,
    isOfBefore: settled !== text || isPlaceholderData,
  };
}
