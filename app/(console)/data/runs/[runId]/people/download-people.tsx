"use client";
import { useTranslations } from "next-intl";
import { DownloadMenu } from "@/components/ui/download-menu";
import type { OpenableOutcome } from "@/lib/runs/outcomes/outcome-schema";

/** Everybody of an outcome as a file. */
export function DownloadPeople({ runId, outcome }: { runId: string; outcome: OpenableOutcome }) {
  const t = useTranslations("runs");
  const address = (format: string) => `/api/runs/${runId}/people?outcome=${outcome}&format=${format}`;
  return (
    <DownloadMenu
      label={t("download")}
      items={[
        { href: address("csv"), label: t("downloadCsv") },
        { href: address("ndjson"), label: t("downloadNdjson") },
      ]}
    />
  );
}
