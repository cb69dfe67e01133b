import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { ProblemText } from "@/components/ui/problem-text";
import { Section } from "@/components/ui/section";
import { requireActor } from "@/lib/auth/current-actor";
import { findKeyProblem, listErasures } from "@/lib/privacy/queries";
import { ErasureList } from "./erasure-list";
import { ErasePerson } from "./erase-person";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("privacy"))("title") };
}

export default async function ErasurePage() {
  const actor = await requireActor("privacy:erase");
  const erasures = await listErasures(actor);
  const problem = await findKeyProblem(actor);
  const t = await getTranslations("privacy");
  return (
    <>
      {problem && (
        <Notice tone="bad" title={t("keyTitle")}>
          <ProblemText problem={{ code: problem }} />
        </Notice>
      )}
      <ErasePerson />
      <Section title={t("history")} description={t("historyHint")}>
        {erasures.length > 0 ? (
          <ErasureList erasures={erasures} />
        ) : (
          <EmptyState>{t("noErasures")}</EmptyState>
        )}
      </Section>
    </>
  );
}
