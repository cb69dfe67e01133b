import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Page } from "@/components/ui/page";

export default async function SystemLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("system");
  const tabs = [{ href: "/admin/system/schedule", label: t("schedule") }];
  return (
    <Page title={t("title")} purpose={t("purpose")}>
      <LinkTabs label={t("tabs")} tabs={tabs} />
      {children}
    </Page>
  );
}
