import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { can } from "@/lib/auth/permissions";
import { listSegments } from "@/lib/segments/queries";
import { SegmentList } from "./segment-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("segments"))("title") };
}

export default async function SegmentsPage() {
  const actor = await requireActor("segment:read");
  const t = await getTranslations("segments");
  const segments = await listSegments(actor);
  const mayWrite = can(actor, "segment:write");
  const add = mayWrite && (
    <>
      <LinkButton href="/data/segments/list">{t("lists.fromList")}</LinkButton>
      <LinkButton href="/data/segments/new" variant="primary">
        {t("new")}
      </LinkButton>
    </>
  );
  if (segments.length === 0)
    return (
      <Page title={t("title")} purpose={t("purpose")}>
        <EmptyState action={add}>{t(mayWrite ? "empty" : "emptyViewer")}</EmptyState>
      </Page>
    );
  return (
    <Page title={t("title")} purpose={t("purpose")} width="full" action={add}>
      <SegmentList initial={segments} mayWrite={mayWrite} />
    </Page>
  );
}
