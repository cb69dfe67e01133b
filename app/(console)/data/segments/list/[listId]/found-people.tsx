"use client";
import { Download } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Figure } from "@/components/ui/figure";
import { Section } from "@/components/ui/section";
import type { MemberListState } from "@/lib/segments/member-lists/queries";

/** What the lines of a list came to. */
export function FoundPeople({ list }: { list: MemberListState }) {
  const t = useTranslations("segments.lists");
  const format = useFormatter();
  return (
    <Section
      title={t("found")}
      description={t("foundNote", { members: list.members })}
      action={
        list.unknown > 0 && (
          <Button
            icon={<Download />}
            // A file is no page: the browser asks for it, not the router, which would ask twice.
            onPress={() => window.location.assign(`/api/member-lists/${list.id}/unknown`)}
          >
            {t("downloadUnknown")}
          </Button>
        )
      }
    >
      <div className="flex flex-wrap gap-x-12 gap-y-4">
        <Figure label={t("matched")} value={format.number(list.matched)} tone="good" />
        <Figure
          label={t("unknown")}
          value={format.number(list.unknown)}
          tone={list.unknown > 0 ? "warning" : undefined}
        />
        <Figure label={t("repeated")} value={format.number(list.repeated)} />
        <Figure label={t("unreadable")} value={format.number(list.unreadable)} />
        {list.erased > 0 && <Figure label={t("erased")} value={format.number(list.erased)} />}
      </div>
    </Section>
  );
}
