import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import type { SegmentLine } from "@/lib/segments/queries";

const tones = {
  never: "off",
  queued: "waiting",
  refreshing: "working",
  ready: "good",
  failed: "bad",
  canceled: "off",
} as const;

/** How current a segment's members are, or that nobody keeps them so. */
export function SegmentStatus({ segment }: { segment: Pick<SegmentLine, "refreshStatus" | "isActive"> }) {
  const t = useTranslations("segments");
  if (!segment.isActive) return <StatusPill tone="off">{t("life.inactive")}</StatusPill>;
  return <StatusPill tone={tones[segment.refreshStatus]}>{t(`status_${segment.refreshStatus}`)}</StatusPill>;
}
