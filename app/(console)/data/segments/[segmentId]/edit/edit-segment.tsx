"use client";
import type { ComponentProps } from "react";
import { SegmentForm } from "@/components/segments/segment-form";
import { saveSegmentAction } from "../../actions";
import { useSaveOver } from "../../use-save-over";

/** The form of a segment there is already: it is not saved over somebody else's newer one unawares. */
export function EditSegment({
  revision,
  ...form
}: Omit<ComponentProps<typeof SegmentForm>, "save"> & { revision: number }) {
  return <SegmentForm {...form} save={useSaveOver(revision, saveSegmentAction)} />;
}
