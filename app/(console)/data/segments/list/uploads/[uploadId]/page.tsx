import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { ProblemText } from "@/components/ui/problem-text";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { listFields } from "@/lib/profiles/fields";
import { previewUpload } from "@/lib/sources/queries";
import { ListForm } from "./list-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("segments.lists"))("previewTitle") };
}

export default async function MemberListUploadPage({
  params,
}: PageProps<"/data/segments/list/uploads/[uploadId]">) {
  const actor = await requireActor("segment:write");
  const { uploadId } = await params;
  const { fileName, preview } = await previewUpload(actor, { uploadId }).catch(orNotFound);
  const t = await getTranslations("segments");
  const breadcrumb = [
    { href: "/data/segments", label: t("title") },
    { href: "/data/segments/list", label: t("lists.title") },
  ];
  if (!preview.ok)
    return (
      <Page title={fileName} breadcrumb={breadcrumb}>
        <EmptyState
          title={t("lists.refusedTitle")}
          action={
            <LinkButton href="/data/segments/list" variant="primary">
              {t("lists.chooseOther")}
            </LinkButton>
          }
        >
          <ProblemText problem={preview} />
        </EmptyState>
      </Page>
    );
  const fields = (await listFields(actor)).filter(({ meaning }) => meaning === "email");
  return (
    <Page title={fileName} purpose={t("lists.previewPurpose")} breadcrumb={breadcrumb}>
      <ListForm uploadId={uploadId} preview={preview.value} addressFields={fields} />
    </Page>
  );
}
