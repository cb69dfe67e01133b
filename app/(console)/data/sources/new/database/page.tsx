import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { listFields } from "@/lib/profiles/fields";
import { DatabaseForm } from "../../database/database-form";
import { SourceKinds } from "../source-kinds";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("databaseSources"))("title") };
}

export default async function NewDatabasePage() {
  const actor = await requireActor("source:connect");
  const t = await getTranslations("databaseSources");
  const sources = await getTranslations("sources");
  return (
    <Page
      title={t("title")}
      purpose={t("purpose")}
      breadcrumb={[{ href: "/data/sources", label: sources("title") }]}
    >
      <SourceKinds />
      <DatabaseForm fields={await listFields(actor)} cancelHref="/data/sources" />
    </Page>
  );
}
