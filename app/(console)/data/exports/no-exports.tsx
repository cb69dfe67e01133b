import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { type Actor, can } from "@/lib/auth/permissions";
import { listConnectionChoices } from "@/lib/exports/form-options";
import { NoConnection } from "./no-connection";

/** The list while there is nothing in it: what has to come first, and one way on. */
export async function NoExports({ actor }: { actor: Actor }) {
  const t = await getTranslations("exports");
  if (!can(actor, "export:write")) return <EmptyState>{t("emptyViewer")}</EmptyState>;
  if ((await listConnectionChoices(actor)).length === 0) return <NoConnection actor={actor} />;
  return (
    <EmptyState
      action={
        <LinkButton href="/data/exports/new" variant="primary">
          {t("add")}
        </LinkButton>
      }
    >
      {t("empty")}
    </EmptyState>
  );
}
