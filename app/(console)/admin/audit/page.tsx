import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { Page } from "@/components/ui/page";
import { auditActions, auditedTypes } from "@/lib/audit/actions";
import { findEventLine, listAuditedPeople, listEvents, readSealState } from "@/lib/audit/queries";
import { auditPageSchema } from "@/lib/audit/schema";
import { requireActor } from "@/lib/auth/current-actor";
import { DownloadEvents } from "./download-events";
import { EventDetails } from "./event-details";
import { EventFilters } from "./event-filters";
import { EventTable } from "./event-table";
import { SealState } from "./seal-state";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

export default async function AuditPage({ searchParams }: PageProps<"/admin/audit">) {
  const actor = await requireActor("audit:read");
  const asked = auditPageSchema.parse(await searchParams);
  const page = await listEvents(actor, { ...asked, timeZone: await getTimeZone() });
  const linked = asked.event ? await findEventLine(actor, asked.event) : null;
  const t = await getTranslations("audit");
  return (
    <Page title={t("title")} purpose={t("purpose")} action={<DownloadEvents />}>
      <SealState state={await readSealState(actor)} />
      <EventFilters people={await listAuditedPeople(actor)} actions={auditActions} types={auditedTypes} />
      <EventTable page={page} />
      <EventDetails events={page.events} linked={linked} />
    </Page>
  );
}
