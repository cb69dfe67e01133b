import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { getMemberList } from "@/lib/segments/member-lists/queries";
import { CheckedList } from "./checked-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("segments.lists"))("checkTitle") };
}

export default async function MemberListPage({ params }: PageProps<"/data/segments/list/[listId]">) {
  const actor = await requireActor("segment:write");
  const list = await getMemberList(actor, await params).catch(orNotFound);
  const t = await getTranslations("segments");
  return (
    <Page
      width="form"
      title={list.fileName}
      purpose={t("lists.checkPurpose", { column: list.column })}
      breadcrumb={[
        { href: "/data/segments", label: t("title") },
        { href: "/data/segments/list", label: t("lists.title") },
      ]}
    >
      <CheckedList initial={list} />
    </Page>
  );
}
