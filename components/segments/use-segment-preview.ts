"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askPreview } from "@/components/segments/ask-server";
import { useSettled } from "@/components/ui/use-settled";
import type { Refused, Result } from "@/lib/errors";
import { fieldProblems } from "@/lib/field-problems";
import type { ProfileLine } from "@/lib/profiles/queries";
import type { SegmentDefinition } from "@/lib/segments/definition";
import { previewSegmentSchema } from "@/lib/segments/schema";

interface Preview {
  members: number;
  sample: ProfileLine[];
}

/** Rules that are too large to be sent are refused here, with the same sentence. */
async function load(question: string, signal: AbortSignal): Promise<Result<Preview>> {
  const parsed = previewSegmentSchema.safeParse(JSON.parse(question));
  if (!parsed.success) return { ok: false, code: "invalid", fields: fieldProblems(parsed.error) };
  return askPreview<Preview>(parsed.data, signal);
}

/**
 * Whom unsaved rules find, counted anew when the typing pauses. A count that is no longer waited for is given up, here
 * and in PostgreSQL.
 */
export function useSegmentPreview(segmentId: string | undefined, definition: SegmentDefinition) {
  // Compared as text: an equal tree is not asked about again.
  const question = JSON.stringify({ segmentId, definition });
  const settled = useSettled(question);
  const { data, isFetching, isError, isPlaceholderData } = useQuery({
    queryKey: ["segment-preview", settled],
    queryFn: ({ signal }) => load(settled, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const isCurrent = settled === question && !isPlaceholderData;
  const refusal: Refused | undefined = isCurrent && data?.ok === false ? data : undefined;
  return {
    preview: data?.ok ? data.value : undefined,
    isCounting: isFetching || !isCurrent,
    refusal,
    isError,
  };
}
export type SegmentPreviewState = ReturnType<typeof useSegmentPreview>;
