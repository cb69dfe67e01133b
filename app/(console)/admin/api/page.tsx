import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { listApiSources, listTokens } from "@/lib/api/queries";
import { requireActor } from "@/lib/auth/current-actor";
import { publicUrl } from "@/lib/env";
import { CreateToken } from "./create-token";
import { Examples } from "./examples";
import { TokenList } from "./token-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("api"))("title") };
}

export default async function ApiPage() {
  const actor = await requireActor("api:manage");
  const tokens = await listTokens(actor);
  const sources = await listApiSources(actor);
  const t = await getTranslations("api");
  return (
    <Page title={t("title")} purpose={t("purpose")} action={<CreateToken sources={sources} />}>
      {tokens.length > 0 ? <TokenList tokens={tokens} /> : <EmptyState>{t("empty")}</EmptyState>}
      <Examples serverUrl={publicUrl()} />
    </Page>
  );
}
