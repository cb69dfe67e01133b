import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { listFields } from "@/lib/profiles/fields";
import { getDatabaseSettings } from "@/lib/sources/database/queries";
import { DatabaseForm } from "../../database/database-form";

type Props = PageProps<"/data/sources/[sourceId]/database">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requireActor("source:connect");
  const { name } = await getDatabaseSettings(actor, (await params).sourceId).catch(orNotFound);
  return { title: (await getTranslations("databaseSources"))("editTitle", { name }) };
}

export default async function EditDatabasePage({ params }: Props) {
  const actor = await requireActor("source:connect");
  const settings = await getDatabaseSettings(actor, (await params).sourceId).catch(orNotFound);
  const t = await getTranslations("databaseSources");
  const sources = await getTranslations("sources");
  const href = `/data/sources/${settings.sourceId}`;
  return (
    <Page
      title={t("editTitle", { name: settings.name })}
      breadcrumb={[
        { href: "/data/sources", label: sources("title") },
        { href, label: settings.name },
      ]}
    >
      <DatabaseForm fields={await listFields(actor)} settings={settings} cancelHref={href} />
    </Page>
  );
}
