import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import type { SegmentLine } from "@/lib/segments/queries";

const tones = {
  never: "off",
  queued: "waiting",
  refreshing: "working",
  ready: "good",
  failed: "bad",
} as const;

/** How current a segment's members are. */
export function SegmentStatus({ status }: { status: SegmentLine["refreshStatus"] }) {
  const t = useTranslations("segments");
  return <StatusPill tone={tones[status]}>{t(`status_${status}`)}</StatusPill>;
}
