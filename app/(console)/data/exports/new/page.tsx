import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { newDraft } from "@/components/exports/export-draft";
import { ExportForm } from "@/components/exports/export-form";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { createListAction, findListAction, previewExportAction, saveExportAction } from "../actions";
import { getFormSettings } from "../form-settings";
import { NoConnection } from "../no-connection";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exports"))("add") };
}

export default async function NewExportPage({ searchParams }: PageProps<"/data/exports/new">) {
  const actor = await requireActor("export:write");
  const t = await getTranslations("exports");
  const settings = await getFormSettings(actor);
  const { connections, fields, segments } = settings.options;
  const { connection, segment } = await searchParams;
  const frame = { title: t("add"), breadcrumb: [{ href: "/data/exports", label: t("title") }] };
  if (connections.length === 0)
    return (
      <Page {...frame}>
        <NoConnection actor={actor} />
      </Page>
    );
  if (fields.length === 0)
    return (
      <Page {...frame}>
        <EmptyState action={<LinkButton href="/data/sources/new">{t("addSource")}</LinkButton>}>
          {t("noFields")}
        </EmptyState>
      </Page>
    );
  if (segments.length === 0)
    return (
      <Page {...frame}>
        <EmptyState action={<LinkButton href="/data/segments/new">{t("addSegment")}</LinkButton>}>
          {t("noSegments")}
        </EmptyState>
      </Page>
    );
  return (
    <Page {...frame} width="form">
      <ExportForm
        {...settings}
        initial={newDraft(settings.options, {
          connectionId: typeof connection === "string" ? connection : undefined,
          segmentId: typeof segment === "string" ? segment : undefined,
          timeZone: await getTimeZone(),
        })}
        save={saveExportAction}
        preview={previewExportAction}
        findList={findListAction}
        createList={createListAction}
      />
    </Page>
  );
}
