"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { useLive } from "@/components/ui/use-live";
import type { CountState } from "@/lib/profiles/field-catalogue";
import { countStateQuery } from "@/lib/profiles/query-options";

/** Of when the figures are. Renders the page anew when there are newer ones. */
export function CountNote({ initial }: { initial: CountState }) {
  const t = useTranslations("fields");
  const router = useRouter();
  const { countedAt, profiles, isStale } = useLive(countStateQuery, initial);
  const isNewer = countedAt !== initial.countedAt;
  useEffect(() => {
    if (isNewer) router.refresh();
  }, [isNewer, router]);
  if (countedAt === null) return <p className="text-dense text-quiet">{t("counting")}</p>;
  return (
    <p className="text-dense text-quiet">
      {t.rich("counted", { profiles, time: () => <RelativeTime at={countedAt} /> })}
      {isStale && ` ${t("recounting")}`}
    </p>
  );
}
