import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { type Actor, can } from "@/lib/auth/permissions";

/** There is no connection an export could use: an administrator makes one, others ask for it. */
export async function NoConnection({ actor }: { actor: Actor }) {
  const t = await getTranslations("exports");
  if (!can(actor, "connection:manage")) return <EmptyState>{t("emptyNoConnection")}</EmptyState>;
  return (
    <EmptyState
      action={
        <LinkButton href="/admin/connections/new" variant="primary">
          {t("addConnection")}
        </LinkButton>
      }
    >
      {t("emptyNoConnectionAdmin")}
    </EmptyState>
  );
}
