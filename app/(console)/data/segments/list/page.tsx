import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { UploadList } from "./upload-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("segments.lists"))("title") };
}

export default async function NewMemberListPage() {
  await requireActor("segment:write");
  const t = await getTranslations("segments");
  return (
    <Page
      width="form"
      title={t("lists.title")}
      purpose={t("lists.purpose")}
      breadcrumb={[{ href: "/data/segments", label: t("title") }]}
    >
      <UploadList />
    </Page>
  );
}
