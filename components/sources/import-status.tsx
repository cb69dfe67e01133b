import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import type { ImportLine } from "@/lib/sources/queries";

const tones = {
  queued: "waiting",
  running: "working",
  successful: "good",
  warnings: "warning",
  failed: "bad",
  canceled: "off",
  review: "warning",
} as const;

/** How an import went; lines left out make a success one with warnings. */
export function ImportStatus({ line }: { line: Pick<ImportLine, "status" | "rowsBad"> }) {
  const t = useTranslations("sources");
  const status = line.status === "successful" && line.rowsBad > 0 ? "warnings" : line.status;
  return <StatusPill tone={tones[status]}>{t(`status_${status}`)}</StatusPill>;
}
