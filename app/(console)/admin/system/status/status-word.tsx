import { useTranslations } from "next-intl";
import { StatusPill, type StatusTone } from "@/components/ui/status-pill";
import type { StatusWord as Word } from "@/lib/status/words";

const tones: Record<Word, StatusTone> = {
  not_started: "off",
  queued: "waiting",
  processing: "working",
  refreshing: "working",
  successful: "good",
  completed_with_warnings: "warning",
  skipped: "off",
  failed: "warning",
  failed_permanent: "bad",
  canceled: "off",
};

/** Where a task stands, in a word. */
export function StatusWord({ word }: { word: Word }) {
  const t = useTranslations("status.words");
  return <StatusPill tone={tones[word]}>{t(word)}</StatusPill>;
}
