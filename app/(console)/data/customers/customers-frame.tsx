import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Page } from "@/components/ui/page";

/** Head and tabs of the first-level page. */
export async function CustomersFrame({ purpose, children }: { purpose?: string; children: ReactNode }) {
  const t = await getTranslations("customers");
  return (
    <Page title={t("title")} purpose={purpose ?? t("purpose")}>
      <LinkTabs
        label={t("tabs")}
        tabs={[
          { href: "/data/customers", label: t("title") },
          { href: "/data/customers/fields", label: t("fields") },
        ]}
      />
      {children}
    </Page>
  );
}
