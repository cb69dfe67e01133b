"use client";
import { useTranslations } from "next-intl";
import { KeyValues } from "@/components/ui/key-values";
import { Section } from "@/components/ui/section";
import { StatusPill, type StatusTone } from "@/components/ui/status-pill";
import type { ErasureDetail } from "@/lib/privacy/queries";

type Deletion = ErasureDetail["deletions"][number];

const tones: Record<Deletion["state"], StatusTone> = {
  pending: "working",
  requested: "good",
  unknown: "off",
  failed: "bad",
};

/** What each destination said to the request that it erase the person too. */
export function Deletions({ deletions }: { deletions: Deletion[] }) {
  const t = useTranslations("privacy");
  return (
    <Section title={t("atDestinations")} description={t("alsoAtHint")}>
      <KeyValues
        items={deletions.map(({ name, label, scope, state, code }) => ({
          label: t("connection", { name, label }),
          value: (
            <div className="flex flex-col gap-1">
              <StatusPill tone={tones[state]}>{t(`state_${state}`)}</StatusPill>
              {code && (
                <span className="max-w-prose text-pretty">
                  {t(`code_${code}` as "code_scope_missing", { scope })}
                </span>
              )}
            </div>
          ),
        }))}
      />
    </Section>
  );
}
