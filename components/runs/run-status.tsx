import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { StatusPill } from "@/components/ui/status-pill";
import type { RunLine } from "@/lib/runs/queries";

const tones = {
  queued: "waiting",
  running: "working",
  waiting: "waiting",
  held: "warning",
  successful: "good",
  completed_with_warnings: "warning",
  failed: "bad",
  canceled: "off",
  skipped: "off",
} as const;

/** Where a run stands, in a word. */
export function RunStatusPill({
  status,
  size = "normal",
}: {
  status: RunLine["status"];
  size?: "normal" | "large";
}) {
  const t = useTranslations("runs.status");
  return (
    <StatusPill tone={tones[status]} className={cn(size === "large" && "py-1 ps-2 pe-2.5 text-dense")}>
      {t(status)}
    </StatusPill>
  );
}
