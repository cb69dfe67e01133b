"use client";
import { ChevronDown, Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import type { OpenableOutcome } from "@/lib/runs/outcomes/outcome-schema";

/** Everybody of an outcome as a file. */
export function DownloadPeople({ runId, outcome }: { runId: string; outcome: OpenableOutcome }) {
  const t = useTranslations("runs");
  const item = (format: "csv" | "ndjson", label: string) => ({
    id: format,
    label,
    // A file is no page: the browser asks for it, not the router, which would ask twice.
    onAction: () => window.location.assign(`/api/runs/${runId}/people?outcome=${outcome}&format=${format}`),
  });
  return (
    <Menu
      label={t("download")}
      trigger={
        <Button icon={<Download aria-hidden />}>
          {t("download")}
          <ChevronDown aria-hidden />
        </Button>
      }
      items={[item("csv", t("downloadCsv")), item("ndjson", t("downloadNdjson"))]}
    />
  );
}
