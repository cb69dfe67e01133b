import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { ProblemText } from "@/components/ui/problem-text";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { getSource, previewUpload } from "@/lib/sources/queries";
import { listFields } from "@/lib/profiles/fields";
import { ImportForm } from "./import-form";
import { planFor } from "./plan-for";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sources"))("previewTitle") };
}

export default async function UploadPage({
  params,
  searchParams,
}: PageProps<"/data/sources/uploads/[uploadId]">) {
  const actor = await requireActor("source:write");
  const { uploadId } = await params;
  const { source: sourceId } = await searchParams;
  const { fileName, preview } = await previewUpload(actor, { uploadId }).catch(orNotFound);
  const source =
    typeof sourceId === "string" ? await getSource(actor, sourceId).catch(orNotFound) : undefined;
  const t = await getTranslations("sources");
  const breadcrumb = [{ href: "/data/sources", label: t("title") }];
  const again = `/data/sources/new${source ? `?source=${source.id}` : ""}`;
  if (!preview.ok)
    return (
      <Page title={fileName} breadcrumb={breadcrumb}>
        <EmptyState
          title={t("refusedTitle")}
          action={
            <LinkButton href={again} variant="primary">
              {t("chooseOther")}
            </LinkButton>
          }
        >
          <ProblemText problem={preview} />
        </EmptyState>
      </Page>
    );
  return (
    <Page title={fileName} breadcrumb={breadcrumb}>
      <ImportForm
        uploadId={uploadId}
        sourceId={source?.id}
        cancelHref={source ? `/data/sources/${source.id}` : "/data/sources"}
        initialName={source?.name ?? fileName.replace(/(\.(csv|txt|tsv))?(\.gz)?$/i, "")}
        initialPreview={preview.value}
        initialMode={source?.imports[0]?.mode ?? "upsert"}
        initialPlan={planFor(preview.value, await listFields(actor), source)}
      />
    </Page>
  );
}
