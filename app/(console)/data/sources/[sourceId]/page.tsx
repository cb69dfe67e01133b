import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { Figure } from "@/components/ui/figure";
import { KeyValues } from "@/components/ui/key-values";
import { Page } from "@/components/ui/page";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { PUSH_DAYS, listPushes } from "@/lib/sources/push/pushes";
import { getSource, listBadLines } from "@/lib/sources/queries";
import { DatabaseSource } from "./database-source";
import { FieldTable } from "./field-table";
import { ImportProgress } from "./import-progress";
import { ImportTable } from "./import-table";
import { LeftOut } from "./left-out";
import { PushTable } from "./push-table";
import { ReviewImport } from "./review-import";
import { SourceCommands } from "./source-commands";

export async function generateMetadata({ params }: PageProps<"/data/sources/[sourceId]">): Promise<Metadata> {
  const actor = await requireActor("source:read");
  return { title: (await getSource(actor, (await params).sourceId).catch(orNotFound)).name };
}

export default async function SourcePage({ params }: PageProps<"/data/sources/[sourceId]">) {
  const actor = await requireActor("source:read");
  const source = await getSource(actor, (await params).sourceId).catch(orNotFound);
  const t = await getTranslations("sources");
  const imports = await getTranslations("imports.file");
  const format = await getFormatter();
  const mayWrite = can(actor, "source:write");
  if (source.database) return <DatabaseSource source={source} database={source.database} actor={actor} />;
  const isPushed = source.kind === "api";
  const latest = source.imports[0];
  const badLines =
    latest && latest.rowsBad + latest.rowsErased > 0 ? await listBadLines(actor, latest.id) : [];
  return (
    <Page
      title={source.name}
      breadcrumb={[{ href: "/data/sources", label: t("title") }]}
      action={mayWrite && <SourceCommands source={source} isDeciding={latest?.status === "review"} />}
    >
      {latest && (
        <ImportProgress
          key={`${latest.id} ${latest.status}`}
          kind="file"
          initial={latest}
          mayCancel={mayWrite}
        />
      )}
      {latest?.status === "review" && <ReviewImport line={latest} mayDecide={mayWrite} />}
      <div className="flex flex-wrap items-start gap-x-12 gap-y-4">
        <Figure label={t("people")} value={format.number(source.people)} />
        <KeyValues
          items={[
            { label: t("kind"), value: t(isPushed ? "api" : "csv") },
            isPushed
              ? {
                  label: t("lastPush"),
                  value: source.pushedAt ? <RelativeTime at={source.pushedAt} /> : t("neverPushed"),
                }
              : { label: t("key"), value: source.keyColumn },
          ]}
        />
      </div>
      {latest && badLines.length > 0 && <LeftOut kind="file" lines={badLines} of={latest} />}
      {isPushed ? (
        <Section title={t("pushes")} description={t("pushesNote", { days: PUSH_DAYS })}>
          <PushTable pushes={await listPushes(actor, source.id)} />
        </Section>
      ) : (
        <Section title={imports("history")}>
          <ImportTable kind="file" imports={source.imports} />
        </Section>
      )}
      {source.columns.length > 0 && (
        <Section title={t("fields")}>
          <FieldTable columns={source.columns} />
        </Section>
      )}
    </Page>
  );
}
