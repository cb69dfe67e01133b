"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ExportDraft, toCompleteMapping } from "@/components/exports/export-draft";
import { useSettled } from "@/components/ui/use-settled";
import type { Result } from "@/lib/errors";
import type { ExportPreview } from "@/lib/exports/preview-export";
import type { PreviewExportInput } from "@/lib/exports/schema";

export type LoadPreview = (input: PreviewExportInput) => Promise<Result<ExportPreview>>;

/**
 * Whom the form would send, counted anew when the typing pauses. The answer belongs to what was asked: one that
 * comes after the form has moved on is dropped.
 */
export function useExportPreview(draft: ExportDraft, destination: string, load: LoadPreview) {
  const question: PreviewExportInput = {
    destination,
    connectionId: draft.connectionId ?? undefined,
    identifierField: draft.identifierField,
    mapping: toCompleteMapping(draft),
    segmentIds: draft.segmentIds,
    excludedSegmentIds: draft.excludedSegmentIds,
  };
  // Compared as text: an equal question is not asked twice.
  const text = JSON.stringify(question);
  const settled = useSettled(text);
  const isAskable = draft.identifierField !== "" && draft.segmentIds.length > 0;
  const { data, isFetching, isError } = useQuery({
    queryKey: ["export-preview", settled],
    queryFn: () => load(JSON.parse(settled) as PreviewExportInput),
    enabled: isAskable,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    isAskable,
    preview: isAskable && data?.ok ? data.value : undefined,
    isCounting: isAskable && (isFetching || settled !== text),
    hasFailed: isAskable && (isError || data?.ok === false),
  };
}
export type PreviewState = ReturnType<typeof useExportPreview>;
