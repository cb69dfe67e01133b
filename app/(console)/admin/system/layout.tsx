import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { can } from "@/lib/auth/permissions";

/** Head and tabs of everything about the installation. */
export default async function SystemLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor("system:read");
  const t = await getTranslations("system");
  const tabs = [
    { href: "/admin/system/general", label: t("general") },
    ...(can(actor, "notification:manage")
      ? [{ href: "/admin/system/notifications", label: t("notifications") }]
      : []),
    { href: "/admin/system/about", label: t("about") },
  ];
  return (
    <Page title={t("title")} purpose={t("purpose")}>
      <LinkTabs label={t("tabs")} tabs={tabs} />
      {children}
    </Page>
  );
}
