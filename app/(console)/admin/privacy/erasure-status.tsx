"use client";
import { useTranslations } from "next-intl";
import { StatusPill, type StatusTone } from "@/components/ui/status-pill";
import type { ErasureLine } from "@/lib/privacy/queries";

const tones: Record<ErasureLine["status"], StatusTone> = {
  queued: "waiting",
  running: "working",
  waiting: "waiting",
  done: "good",
  failed: "bad",
};

export function ErasureStatus({ status }: { status: ErasureLine["status"] }) {
  const t = useTranslations("privacy");
  return <StatusPill tone={tones[status]}>{t(`status_${status}`)}</StatusPill>;
}
