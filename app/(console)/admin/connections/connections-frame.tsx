import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Page } from "@/components/ui/page";

/** Head and tabs of the first-level page. */
export async function ConnectionsFrame({ children }: { children: ReactNode }) {
  const t = await getTranslations("connections");
  return (
    <Page
      title={t("title")}
      purpose={t("purpose")}
      action={
        <LinkButton href="/admin/connections/new" variant="primary">
          {t("add")}
        </LinkButton>
      }
    >
      <LinkTabs
        label={t("tabs")}
        tabs={[
          { href: "/admin/connections", label: t("tabExports") },
          { href: "/admin/connections/discover", label: t("tabDiscover") },
        ]}
      />
      {children}
    </Page>
  );
}
