import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { getSource } from "@/lib/sources/queries";
import { SourceKinds } from "./source-kinds";
import { UploadFile } from "./upload-file";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sources"))("uploadTitle") };
}

export default async function NewSourcePage({ searchParams }: PageProps<"/data/sources/new">) {
  const actor = await requireActor("source:write");
  const { source: sourceId } = await searchParams;
  const source =
    typeof sourceId === "string" ? await getSource(actor, sourceId).catch(orNotFound) : undefined;
  const t = await getTranslations("sources");
  const list = { href: "/data/sources", label: t("title") };
  return (
    <Page
      width="form"
      title={t(source ? "uploadMoreTitle" : "uploadTitle")}
      purpose={t(source ? "uploadMorePurpose" : "uploadPurpose")}
      breadcrumb={source ? [list, { href: `/data/sources/${source.id}`, label: source.name }] : [list]}
    >
      {!source && can(actor, "source:connect") && <SourceKinds />}
      <UploadFile sourceId={source?.id} />
    </Page>
  );
}
