import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Page } from "@/components/ui/page";

export default async function PrivacyLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("privacy");
  const tabs = [
    { href: "/admin/privacy", label: t("tabErasure") },
    { href: "/admin/privacy/consents", label: t("tabConsents") },
    { href: "/admin/privacy/retention", label: t("tabRetention") },
    { href: "/admin/privacy/processing", label: t("tabProcessing") },
  ];
  return (
    <Page title={t("title")}>
      <LinkTabs label={t("tabs")} tabs={tabs} className="print:hidden" />
      {children}
    </Page>
  );
}
