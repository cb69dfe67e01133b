import { getFormatter, getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { Figure } from "@/components/ui/figure";
import { Page } from "@/components/ui/page";
import { Section } from "@/components/ui/section";
import { type Actor, can } from "@/lib/auth/permissions";
import { getDatabaseSettings } from "@/lib/sources/database/queries";
import { type SourceDetail, listBadLines } from "@/lib/sources/queries";
import { DatabaseCommands } from "./database-commands";
import { DatabaseFacts } from "./database-facts";
import { FieldTable } from "./field-table";
import { ImportProgress } from "./import-progress";
import { ImportTable } from "./import-table";
import { LeftOut } from "./left-out";

interface DatabaseSourceProps {
  actor: Actor;
  source: SourceDetail;
  database: NonNullable<SourceDetail["database"]>;
}

/** The page of a source that is read from a PostgreSQL database. */
export async function DatabaseSource({ actor, source, database }: DatabaseSourceProps) {
  const t = await getTranslations("databaseSources");
  const sources = await getTranslations("sources");
  const imports = await getTranslations("imports.database");
  const format = await getFormatter();
  const mayWrite = can(actor, "source:write");
  const mayConnect = can(actor, "source:connect");
  const settings = mayConnect ? await getDatabaseSettings(actor, source.id) : undefined;
  const latest = source.imports[0];
  const badRows =
    latest && latest.rowsBad + latest.rowsErased > 0 ? await listBadLines(actor, latest.id) : [];
  return (
    <Page
      title={source.name}
      breadcrumb={[{ href: "/data/sources", label: sources("title") }]}
      action={mayWrite && <DatabaseCommands source={source} mayConnect={mayConnect} />}
    >
      {latest && <ImportProgress key={latest.id} kind="database" initial={latest} mayCancel={mayWrite} />}
      <div className="flex flex-wrap items-start gap-x-12 gap-y-4">
        <Figure label={sources("people")} value={format.number(source.people)} />
        <DatabaseFacts source={source} database={database} settings={settings} />
      </div>
      {latest && badRows.length > 0 && <LeftOut kind="database" lines={badRows} of={latest} />}
      <Section title={imports("history")}>
        {latest ? (
          <ImportTable kind="database" imports={source.imports} />
        ) : (
          <EmptyState>{t("never")}</EmptyState>
        )}
      </Section>
      <Section title={sources("fields")}>
        <FieldTable columns={source.columns} />
      </Section>
    </Page>
  );
}
