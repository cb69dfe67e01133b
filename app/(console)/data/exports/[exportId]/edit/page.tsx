import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { toDraft } from "@/components/exports/export-draft";
import { ExportForm } from "@/components/exports/export-form";
import { Notice } from "@/components/ui/notice";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { getExport } from "@/lib/exports/queries";
import { createListAction, findListAction, previewExportAction, saveExportAction } from "../../actions";
import { getFormSettings } from "../../form-settings";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exports"))("editTitle") };
}

export default async function EditExportPage({ params }: PageProps<"/data/exports/[exportId]/edit">) {
  const actor = await requireActor("export:write");
  const saved = await getExport(actor, (await params).exportId).catch(orNotFound);
  if (saved.permission !== "edit") forbidden();
  const t = await getTranslations("exports");
  return (
    <Page
      title={t("editTitle")}
      width="form"
      breadcrumb={[
        { href: "/data/exports", label: t("title") },
        { href: `/data/exports/${saved.id}`, label: saved.name },
      ]}
    >
      {!saved.connection && <Notice tone="info">{t("detachedNotice")}</Notice>}
      <ExportForm
        {...await getFormSettings(actor)}
        exportId={saved.id}
        savedDestination={saved.destination}
        initial={toDraft(saved, await getTimeZone())}
        save={saveExportAction}
        preview={previewExportAction}
        findList={findListAction}
        createList={createListAction}
      />
    </Page>
  );
}
