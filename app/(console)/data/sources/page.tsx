import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { can } from "@/lib/auth/permissions";
import { getUnification } from "@/lib/profiles/unification";
import { type SourceLine, listSources } from "@/lib/sources/queries";
import { SourceList } from "./source-list";
import { SourceOrder } from "./source-order";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sources"))("title") };
}

export default async function SourcesPage() {
  const actor = await requireActor("source:read");
  const t = await getTranslations("sources");
  const sources = await listSources(actor);
  const mayWrite = can(actor, "source:write");
  const add = mayWrite && (
    <LinkButton href="/data/sources/new" variant="primary">
      {t("add")}
    </LinkButton>
  );
  if (sources.length === 0)
    return (
      <Page title={t("title")} purpose={t("purpose")}>
        <EmptyState action={add}>{t(mayWrite ? "empty" : "emptyViewer")}</EmptyState>
      </Page>
    );
  return (
    <Page title={t("title")} purpose={t("purpose")} action={add}>
      <SourceList sources={sources} mayWrite={mayWrite} mayConnect={can(actor, "source:connect")} />
      {sources.length > 1 && <OrderOfSources sources={sources} mayWrite={mayWrite} />}
    </Page>
  );
}

/** The order that counts, or, while profiles are being brought into it, the one that is about to. */
async function OrderOfSources({ sources, mayWrite }: { sources: SourceLine[]; mayWrite: boolean }) {
  const unification = await getUnification(await requireActor("source:read"));
  const wanted = unification?.sourceOrder ?? [];
  const placeOf = ({ id }: SourceLine) => wanted.indexOf(id) >>> 0;
  const ordered = sources.toSorted((one, other) => placeOf(one) - placeOf(other));
  return <SourceOrder sources={ordered} unification={unification} mayWrite={mayWrite} />;
}
