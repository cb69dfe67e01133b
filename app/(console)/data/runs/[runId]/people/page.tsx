import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { requireDestination } from "@/lib/destinations/registry";
import { countOf } from "@/lib/runs/outcomes/outcome-counts";
import { listOutcomePeople } from "@/lib/runs/outcomes/outcome-queries";
import { openableOutcomeSchema } from "@/lib/runs/outcomes/outcome-schema";
import { getRun } from "@/lib/runs/queries";
import { runCrumbs } from "../run-crumbs";
import { ChooseOutcome } from "./choose-outcome";
import { DownloadPeople } from "./download-people";
import { NobodyListed } from "./nobody-listed";
import { PeopleList } from "./people-list";

async function readRequest({ params, searchParams }: PageProps<"/data/runs/[runId]/people">) {
  const actor = await requireActor("export:read");
  const outcome = openableOutcomeSchema.safeParse((await searchParams).outcome ?? "added");
  if (!outcome.success) notFound();
  return { actor, outcome: outcome.data, run: await getRun(actor, (await params).runId).catch(orNotFound) };
}

export async function generateMetadata(props: PageProps<"/data/runs/[runId]/people">): Promise<Metadata> {
  const { outcome, run } = await readRequest(props);
  const t = await getTranslations("runs");
  return { title: t("peopleTitle", { outcome: t(`outcome.${outcome}`), number: run.number }) };
}

export default async function OutcomePage(props: PageProps<"/data/runs/[runId]/people">) {
  const { actor, outcome, run } = await readRequest(props);
  const t = await getTranslations("runs");
  const customers = await getTranslations("customers");
  const labels = await readFieldLabels(run.connection.destination);
  const first = await listOutcomePeople(actor, { runId: run.id, outcome });
  const count = run.counts ? countOf(run.counts, outcome) : 0;
  const mayReveal = can(actor, "profile:reveal");
  return (
    <Page
      title={t(`outcome.${outcome}`)}
      purpose={t(`about.${outcome}`)}
      breadcrumb={[
        ...runCrumbs(run, t("exportsCrumb")),
        { href: `/data/runs/${run.id}`, label: t("breadcrumb", { number: run.number }) },
      ]}
      action={
        <>
          {run.counts && <ChooseOutcome runId={run.id} outcome={outcome} counts={run.counts} />}
          {mayReveal && first.people.length > 0 && <DownloadPeople runId={run.id} outcome={outcome} />}
        </>
      }
    >
      {first.people.length > 0 ? (
        <PeopleList key={outcome} first={first} total={count} {...{ runId: run.id, outcome, labels }} />
      ) : (
        <NobodyListed count={count} gone={first.gone} />
      )}
      {!mayReveal && first.people.length > 0 && (
        <p className="text-dense text-quiet">{customers("maskedNote")}</p>
      )}
    </Page>
  );
}

/** The names of the destination's fields, by the key that warnings and refusals use. */
async function readFieldLabels(destination: string): Promise<Record<string, string>> {
  const t = await getTranslations();
  const { fields } = requireDestination(destination);
  // Destinations name their labels themselves, so the key is not one the compiler knows.
  return Object.fromEntries(
    fields.map(({ key, labelKey }) => [key, t(labelKey as "destinations.klaviyo.fields.email")]),
  );
}
