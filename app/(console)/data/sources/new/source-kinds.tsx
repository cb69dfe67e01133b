import { useTranslations } from "next-intl";
import { LinkTabs } from "@/components/ui/link-tabs";

/** Where the customers of a new source come from. */
export function SourceKinds() {
  const t = useTranslations("databaseSources");
  return (
    <LinkTabs
      label={t("tabs")}
      tabs={[
        { href: "/data/sources/new", label: t("tabFile") },
        { href: "/data/sources/new/database", label: t("tabDatabase") },
      ]}
    />
  );
}
