import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";

/** The next step where nobody is there yet. */
export async function AddSource() {
  const t = await getTranslations("sources");
  return (
    <LinkButton href="/data/sources/new" variant="primary">
      {t("add")}
    </LinkButton>
  );
}
