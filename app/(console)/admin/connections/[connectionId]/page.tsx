import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ConnectionStatus } from "@/components/connections/connection-status";
import { Notice } from "@/components/ui/notice";
import { toLanguage } from "@/components/ui/locale";
import { Page } from "@/components/ui/page";
import { ProblemText } from "@/components/ui/problem-text";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { getConnection, listContributors } from "@/lib/connections/queries";
import { CONSENT_VERSION, consentText } from "@/lib/consent/texts";
import { destinationSettings } from "@/lib/env";
import { BeforeYouBegin } from "../before-you-begin";
import { ConnectionSteps } from "../connection-steps";
import { toCallbackProblem } from "../to-callback-problem";
import { ConnectionCommands } from "./connection-commands";
import { ConnectionLimits } from "./connection-limits";
import { ConsentRecord } from "./consent-record";

export async function generateMetadata({
  params,
}: PageProps<"/admin/connections/[connectionId]">): Promise<Metadata> {
  const actor = await requireActor("connection:manage");
  return { title: (await getConnection(actor, (await params).connectionId).catch(orNotFound)).name };
}

export default async function ConnectionPage({
  params,
  searchParams,
}: PageProps<"/admin/connections/[connectionId]">) {
  const actor = await requireActor("connection:manage");
  const connection = await getConnection(actor, (await params).connectionId).catch(orNotFound);
  const t = await getTranslations("connections");
  const problem = toCallbackProblem(await searchParams) ?? connection.attention;
  const { privacyUrl, keyHelpUrl } = destinationSettings(connection.destination);
  return (
    <Page
      title={connection.name}
      breadcrumb={[{ href: "/admin/connections", label: t("title") }]}
      action={<ConnectionCommands connection={connection} />}
    >
      <div>{connection.status !== "removed" && <ConnectionStatus status={connection.status} />}</div>
      {problem && (
        <Notice tone="warning" role="alert">
          <ProblemText problem={problem} />
        </Notice>
      )}
      {connection.status === "consent_withdrawn" && <Notice tone="warning">{t("withdrawnNotice")}</Notice>}
      <div className="grid gap-10 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <ConnectionSteps
          key={`${connection.id} ${connection.currentStep}`}
          destination={connection.destination}
          connection={connection}
          contributors={await listContributors(actor)}
          consentText={consentText(CONSENT_VERSION, toLanguage(await getLocale()))}
          consentVersion={CONSENT_VERSION}
          links={{ privacyUrl, keyHelpUrl }}
        />
        <BeforeYouBegin />
      </div>
      {connection.status !== "draft" && <ConnectionLimits connection={connection} />}
      {connection.consents.length > 0 && <ConsentRecord consents={connection.consents} />}
    </Page>
  );
}
