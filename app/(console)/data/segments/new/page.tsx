import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { SegmentForm } from "@/components/segments/segment-form";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import type { ProfileField } from "@/lib/profiles/fields";
import type { SegmentDefinition } from "@/lib/segments/definition";
import { operatorsByType } from "@/lib/segments/operators";
import { saveSegmentAction } from "../actions";
import { listFormChoices } from "../form-choices";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("segments"))("new") };
}

export default async function NewSegmentPage() {
  const actor = await requireActor("segment:write");
  const t = await getTranslations("segments");
  const sources = await getTranslations("sources");
  const choices = await listFormChoices(actor);
  const first = choices.fields[0];
  const breadcrumb = [{ href: "/data/segments", label: t("title") }];
  if (!first)
    return (
      <Page title={t("new")} breadcrumb={breadcrumb}>
        <EmptyState action={<LinkButton href="/data/sources/new">{sources("add")}</LinkButton>}>
          {t("noFields")}
        </EmptyState>
      </Page>
    );
  return (
    <Page title={t("new")} breadcrumb={breadcrumb}>
      <SegmentForm
        name=""
        definition={firstDefinition(first, await getTimeZone())}
        {...choices}
        save={saveSegmentAction}
      />
    </Page>
  );
}

/** One condition to begin with; days are those of whoever begins. */
function firstDefinition({ key, type }: ProfileField, timeZone: string): SegmentDefinition {
  const condition = {
    kind: "condition" as const,
    field: key,
    operator: operatorsByType[type][0],
    values: [],
  };
  const group = { kind: "group" as const, match: "all" as const, items: [condition] };
  return { version: 2, timeZone, rules: [{ combine: "union", group }] };
}
