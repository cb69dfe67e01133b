"use client";
import { useTranslations } from "next-intl";
import { Link } from "react-aria-components";
import { RunStatusPill } from "@/components/runs/run-status";
import { StatusPill } from "@/components/ui/status-pill";
import type { ExportLine } from "@/lib/exports/queries";

/** Where an export stands: its newest run, which it leads to, or why there is none. */
export function ExportStatus({ line }: { line: Pick<ExportLine, "status" | "lastRun"> }) {
  const t = useTranslations("exports");
  const words = useTranslations("runs.status");
  const { status, lastRun } = line;
  if (status === "never_run" || status === "detached")
    return <StatusPill tone="off">{t(`status_${status}`)}</StatusPill>;
  if (!lastRun) return <RunStatusPill status={status} />;
  return (
    <Link
      href={`/data/runs/${lastRun.id}`}
      aria-label={t("openRun", { status: words(status) })}
      className="inline-flex rounded-full no-underline hover:underline"
    >
      <RunStatusPill status={status} />
    </Link>
  );
}
