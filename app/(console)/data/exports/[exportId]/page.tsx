import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MissedList } from "@/components/schedule/missed-list";
import { RunHistory } from "@/components/runs/run-history";
import { Page } from "@/components/ui/page";
import { Section } from "@/components/ui/section";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { getExport } from "@/lib/exports/queries";
import { listRunFigures } from "@/lib/runs/progress/list-run-figures";
import { listRuns } from "@/lib/runs/queries";
import { listMissed } from "@/lib/schedule/queries";
import { ExportCommands } from "./export-commands";
import { ExportNotices } from "./export-notices";
import { ExportSettings } from "./export-settings";
import { RunCharts } from "./run-charts";
import { WatchExport } from "./watch-export";

export async function generateMetadata({ params }: PageProps<"/data/exports/[exportId]">): Promise<Metadata> {
  const actor = await requireActor("export:read");
  return { title: (await getExport(actor, (await params).exportId).catch(orNotFound)).name };
}

export default async function ExportPage({ params }: PageProps<"/data/exports/[exportId]">) {
  const actor = await requireActor("export:read");
  const shown = await getExport(actor, (await params).exportId).catch(orNotFound);
  const t = await getTranslations("exports");
  const schedule = await getTranslations("schedule");
  const missed = await listMissed(actor, { exportId: shown.id });
  const figures = await listRunFigures(actor, { exportId: shown.id });
  return (
    <Page
      title={shown.name}
      breadcrumb={[{ href: "/data/exports", label: t("title") }]}
      action={<ExportCommands shown={shown} />}
    >
      {shown.activeRunId && <WatchExport exportId={shown.id} status={shown.status} />}
      <ExportNotices shown={shown} />
      <ExportSettings shown={shown} mayManageConnections={can(actor, "connection:manage")} />
      {shown.lastRun && (
        <Section
          title={t("charts.title")}
          description={figures.length > 1 && t("charts.description", { count: figures.length })}
        >
          <RunCharts runs={figures} />
        </Section>
      )}
      <Section title={t("history")}>
        <RunHistory runs={await listRuns(actor, { exportId: shown.id })} />
      </Section>
      {missed.total > 0 && (
        <Section title={schedule("missed")} description={schedule("missedHint")}>
          <MissedList missed={missed} />
        </Section>
      )}
    </Page>
  );
}
