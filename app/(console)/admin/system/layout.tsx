import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { can } from "@/lib/auth/permissions";

const tabs = ["status", "schedule", "notifications", "general", "about"] as const;

/** Head and tabs of the pages about Ferry itself. */
export default async function SystemLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor("system:read");
  const t = await getTranslations("system");
  const shown = tabs.filter((tab) => tab !== "notifications" || can(actor, "notification:manage"));
  return (
    <Page title={t("title")} purpose={t("purpose")} width="full">
      <LinkTabs
        label={t("tabs")}
        tabs={shown.map((tab) => ({ href: `/admin/system/${tab}`, label: t(tab) }))}
      />
      {children}
    </Page>
  );
}
