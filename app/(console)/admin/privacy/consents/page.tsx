import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DownloadMenu } from "@/components/ui/download-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { listConsents } from "@/lib/consent/queries";
import { ConsentTable } from "./consent-table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consents"))("title") };
}

export default async function ConsentsPage() {
  const actor = await requireActor("consent:read");
  const consents = await listConsents(actor);
  const t = await getTranslations("consents");
  const files = [
    { href: "/api/consents?format=csv", label: t("downloadCsv") },
    { href: "/api/consents?format=ndjson", label: t("downloadNdjson") },
  ];
  return (
    <Page
      title={t("title")}
      purpose={t("purpose")}
      action={consents.length > 0 && <DownloadMenu label={t("download")} items={files} />}
    >
      {consents.length > 0 ? <ConsentTable consents={consents} /> : <EmptyState>{t("empty")}</EmptyState>}
    </Page>
  );
}
