import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Page } from "@/components/ui/page";
import { LinkTabs } from "@/components/ui/link-tabs";

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("account");
  const tabs = [
    { href: "/account/profile", label: t("profile") },
    { href: "/account/preferences", label: t("preferences") },
    { href: "/account/password", label: t("password") },
    { href: "/account/two-step", label: t("twoStep") },
    { href: "/account/sessions", label: t("sessions") },
  ];
  return (
    <Page title={t("title")} width="form">
      <LinkTabs label={t("tabs")} tabs={tabs} />
      {children}
    </Page>
  );
}
