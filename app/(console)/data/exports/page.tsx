import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { can } from "@/lib/auth/permissions";
import { listExports } from "@/lib/exports/queries";
import { ExportList } from "./export-list";
import { NoExports } from "./no-exports";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exports"))("title") };
}

export default async function ExportsPage() {
  const actor = await requireActor("export:read");
  const t = await getTranslations("exports");
  const exports = await listExports(actor);
  const mayWrite = can(actor, "export:write");
  return (
    <Page
      title={t("title")}
      purpose={t("purpose")}
      width="full"
      action={
        mayWrite &&
        exports.length > 0 && (
          <LinkButton href="/data/exports/new" variant="primary">
            {t("add")}
          </LinkButton>
        )
      }
    >
      {exports.length > 0 ? (
        <ExportList initial={exports} mayWrite={mayWrite} />
      ) : (
        <NoExports actor={actor} />
      )}
    </Page>
  );
}
