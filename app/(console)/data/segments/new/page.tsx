import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SegmentForm } from "@/components/segments/segment-form";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { listFields } from "@/lib/profiles/fields";
import { operatorsByType } from "@/lib/segments/definition";
import { previewSegmentAction, saveSegmentAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("segments"))("new") };
}

export default async function NewSegmentPage() {
  const actor = await requireActor("segment:write");
  const t = await getTranslations("segments");
  const sources = await getTranslations("sources");
  const fields = await listFields(actor);
  const first = fields[0];
  const breadcrumb = [{ href: "/data/segments", label: t("title") }];
  if (!first)
    return (
      <Page title={t("new")} breadcrumb={breadcrumb}>
        <EmptyState action={<LinkButton href="/data/sources/new">{sources("add")}</LinkButton>}>
          {t("noFields")}
        </EmptyState>
      </Page>
    );
  const condition = {
    kind: "condition" as const,
    field: first.key,
    operator: operatorsByType[first.type][0],
  };
  return (
    <Page title={t("new")} breadcrumb={breadcrumb}>
      <SegmentForm
        initial={{ name: "", match: "all", conditions: [{ ...condition, values: [], id: 0 }] }}
        fields={fields}
        save={saveSegmentAction}
        preview={previewSegmentAction}
      />
    </Page>
  );
}
