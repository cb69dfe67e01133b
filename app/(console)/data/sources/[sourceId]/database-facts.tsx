import { useTranslations } from "next-intl";
import { KeyValues } from "@/components/ui/key-values";
import { RelativeTime } from "@/components/ui/relative-time";
import type { DatabaseSettings } from "@/lib/sources/database/queries";
import type { SourceDetail } from "@/lib/sources/queries";

interface DatabaseFactsProps {
  source: Pick<SourceDetail, "keyColumn">;
  database: NonNullable<SourceDetail["database"]>;
  /** For those who may set it up: which server it is. */
  settings?: DatabaseSettings;
}

/** Where a source's rows come from and how they are read. */
export function DatabaseFacts({ source, database, settings }: DatabaseFactsProps) {
  const t = useTranslations("databaseSources");
  const sources = useTranslations("sources");
  const server = settings && {
    label: t("server"),
    value: t("serverFact", { ...settings.server, port: String(settings.server.port) }),
  };
  const compared = database.mode === "incremental" && {
    label: t("comparedAt"),
    value: database.comparedAt ? <RelativeTime at={database.comparedAt} /> : "–",
  };
  const items = [
    { label: sources("kind"), value: t("kind") },
    server,
    { label: t("source"), value: database.table ?? t("sourceQuery") },
    { label: sources("key"), value: source.keyColumn },
    { label: t("modeFact"), value: t(database.mode === "full" ? "modeFull" : "modeIncremental") },
    compared,
    { label: t("schedule"), value: t(database.isScheduled ? "scheduled" : "notScheduled") },
  ];
  return <KeyValues items={items.filter((item) => item !== undefined && item !== false)} />;
}
