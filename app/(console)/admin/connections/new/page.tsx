import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { toLanguage } from "@/components/ui/locale";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { listContributors } from "@/lib/connections/queries";
import { CONSENT_VERSION, consentText } from "@/lib/consent/texts";
import { destinations, findDestination } from "@/lib/destinations/registry";
import { destinationSettings } from "@/lib/env";
import { BeforeYouBegin } from "../before-you-begin";
import { ConnectionSteps } from "../connection-steps";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connections"))("add") };
}

export default async function NewConnectionPage({ searchParams }: PageProps<"/admin/connections/new">) {
  const actor = await requireActor("connection:manage");
  const { type } = await searchParams;
  const destination = typeof type === "string" ? findDestination(type) : destinations[0];
  if (!destination) notFound();
  const { privacyUrl, keyHelpUrl } = destinationSettings(destination.key);
  const t = await getTranslations("connections");
  return (
    <Page
      title={t("addTitle", { destination: destination.label })}
      breadcrumb={[{ href: "/admin/connections", label: t("title") }]}
    >
      <div className="grid gap-10 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <ConnectionSteps
          destination={destination.key}
          contributors={await listContributors(actor)}
          consentText={consentText(CONSENT_VERSION, toLanguage(await getLocale()))}
          consentVersion={CONSENT_VERSION}
          links={{ privacyUrl, keyHelpUrl }}
        />
        <BeforeYouBegin />
      </div>
    </Page>
  );
}
