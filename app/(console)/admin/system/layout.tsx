import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";

const tabs = ["status", "schedule", "general", "about"] as const;

/** Head and tabs of the pages about Ferry itself. */
export default async function SystemLayout({ children }: { children: ReactNode }) {
  await requireActor("system:read");
  const t = await getTranslations("system");
  return (
    <Page title={t("title")} purpose={t("purpose")} width="full">
      <LinkTabs
        label={t("tabs")}
        tabs={tabs.map((tab) => ({ href: `/admin/system/${tab}`, label: t(tab) }))}
      />
      {children}
    </Page>
  );
}
