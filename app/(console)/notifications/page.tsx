import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { getInbox } from "@/lib/notifications/queries";
import { toInboxFilter } from "@/lib/notifications/schema";
import { InboxView } from "./inbox-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notifications"))("title") };
}

export default async function NotificationsPage({ searchParams }: PageProps<"/notifications">) {
  const actor = await requireActor();
  const t = await getTranslations("notifications");
  const inbox = await getInbox(actor, toInboxFilter((await searchParams).show));
  return (
    <Page
      title={t("title")}
      purpose={t("purpose")}
      action={<LinkButton href="/account/preferences#notifications">{t("choose")}</LinkButton>}
    >
      <InboxView key={inbox.filter} initial={inbox} />
    </Page>
  );
}
