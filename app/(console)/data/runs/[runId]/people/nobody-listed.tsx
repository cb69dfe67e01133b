import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import type { OutcomePage } from "@/lib/runs/outcomes/outcome-queries";

/** Why no names stand here, honestly where there are people behind the number. */
export function NobodyListed({ count, gone }: { count: number; gone: OutcomePage["gone"] }) {
  const t = useTranslations("runs");
  if (count === 0) return <EmptyState>{t("nobody")}</EmptyState>;
  return <EmptyState>{t(`gone.${gone ?? "unlisted"}`, { count })}</EmptyState>;
}
