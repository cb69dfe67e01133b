import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { Figure } from "@/components/ui/figure";
import { KeyValues } from "@/components/ui/key-values";
import { Page } from "@/components/ui/page";
import { Section } from "@/components/ui/section";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { getDatabaseSettings } from "@/lib/sources/database/queries";
import { getSource, listBadLines } from "@/lib/sources/queries";
import { BadLines } from "./bad-lines";
import { DatabaseFacts } from "./database-facts";
import { FieldTable } from "./field-table";
import { ImportProgress } from "./import-progress";
import { ImportTable } from "./import-table";
import { RefreshProgress } from "./refresh-progress";
import { RefreshTable } from "./refresh-table";
import { SourceCommands } from "./source-commands";

export async function generateMetadata({ params }: PageProps<"/data/sources/[sourceId]">): Promise<Metadata> {
  const actor = await requireActor("source:read");
  return { title: (await getSource(actor, (await params).sourceId).catch(orNotFound)).name };
}

export default async function SourcePage({ params }: PageProps<"/data/sources/[sourceId]">) {
  const actor = await requireActor("source:read");
  const source = await getSource(actor, (await params).sourceId).catch(orNotFound);
  const t = await getTranslations("sources");
  const format = await getFormatter();
  const mayWrite = can(actor, "source:write");
  const database = await getTranslations("databaseSources");
  const isShown = source.database && can(actor, "source:connect");
  const settings = isShown ? await getDatabaseSettings(actor, source.id) : undefined;
  const Progress = source.database ? RefreshProgress : ImportProgress;
  const latest = source.imports[0];
  const badLines = latest && latest.rowsBad > 0 ? await listBadLines(actor, latest.id) : [];
  return (
    <Page
      title={source.name}
      breadcrumb={[{ href: "/data/sources", label: t("title") }]}
      action={mayWrite && <SourceCommands source={source} mayConnect={can(actor, "source:connect")} />}
    >
      {latest && <Progress key={latest.id} initial={latest} mayCancel={mayWrite} />}
      <div className="flex flex-wrap items-start gap-x-12 gap-y-4">
        <Figure label={t("people")} value={format.number(source.people)} />
        {source.database ? (
          <DatabaseFacts source={source} database={source.database} settings={settings} />
        ) : (
          <KeyValues
            items={[
              { label: t("kind"), value: t("csv") },
              { label: t("key"), value: source.keyColumn },
            ]}
          />
        )}
      </div>
      {latest && badLines.length > 0 && (
        <BadLines lines={badLines} total={latest.rowsBad} kind={source.kind} />
      )}
      {source.database ? (
        <Section title={database("refreshes")}>
          {latest ? (
            <RefreshTable refreshes={source.imports} />
          ) : (
            <EmptyState>{database("never")}</EmptyState>
          )}
        </Section>
      ) : (
        <Section title={t("imports")}>
          <ImportTable imports={source.imports} />
        </Section>
      )}
      <Section title={t("fields")}>
        <FieldTable columns={source.columns} />
      </Section>
    </Page>
  );
}
