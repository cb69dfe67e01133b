import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { ProblemText } from "@/components/ui/problem-text";
import { requireActor } from "@/lib/auth/current-actor";
import { listConnections } from "@/lib/connections/queries";
import { ConnectionList } from "./connection-list";
import { ConnectionsFrame } from "./connections-frame";
import { toCallbackProblem } from "./to-callback-problem";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connections"))("title") };
}

export default async function ConnectionsPage({ searchParams }: PageProps<"/admin/connections">) {
  const actor = await requireActor("connection:manage");
  const connections = await listConnections(actor);
  const t = await getTranslations("connections");
  const problem = toCallbackProblem(await searchParams);
  return (
    <ConnectionsFrame>
      {problem && (
        <Notice tone="warning" role="alert">
          <ProblemText problem={problem} />
        </Notice>
      )}
      {connections.length > 0 ? (
        <ConnectionList connections={connections} />
      ) : (
        <EmptyState action={<LinkButton href="/admin/connections/new">{t("add")}</LinkButton>}>
          {t("empty")}
        </EmptyState>
      )}
    </ConnectionsFrame>
  );
}
