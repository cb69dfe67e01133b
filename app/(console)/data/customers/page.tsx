import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfileList } from "@/components/profiles/profile-list";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { can } from "@/lib/auth/permissions";
import { countProfiles, listProfiles } from "@/lib/profiles/queries";
import { listProfilesAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customers"))("title") };
}

export default async function CustomersPage() {
  const actor = await requireActor("profile:read");
  const t = await getTranslations("customers");
  const count = await countProfiles(actor);
  const mayAdd = can(actor, "source:write");
  return (
    <Page title={t("title")} purpose={t("purpose")}>
      {count > 0 ? (
        <ProfileList first={await listProfiles(actor, {})} total={count} load={listProfilesAction} />
      ) : (
        <EmptyState action={mayAdd && <AddSource />}>{t(mayAdd ? "empty" : "emptyViewer")}</EmptyState>
      )}
      {!can(actor, "profile:reveal") && <p className="text-dense text-quiet">{t("maskedNote")}</p>}
    </Page>
  );
}

async function AddSource() {
  const t = await getTranslations("sources");
  return (
    <LinkButton href="/data/sources/new" variant="primary">
      {t("add")}
    </LinkButton>
  );
}
