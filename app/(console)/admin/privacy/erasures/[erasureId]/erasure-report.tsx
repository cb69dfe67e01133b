"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { PlainTable } from "@/components/ui/plain-table";
import { Section } from "@/components/ui/section";
import { useAction } from "@/components/ui/use-action";
import { useLive } from "@/components/ui/use-live";
import type { ErasureDetail } from "@/lib/privacy/queries";
import { erasureQuery } from "@/lib/privacy/query-options";
import { retryErasureAction } from "../../actions";
import { ErasureStatus } from "../../erasure-status";
import { NamedIn } from "../../named-in";
import { Deletions } from "./deletions";

/** What was erased where, when and by whom; live while it is under way. */
export function ErasureReport({ initial }: { initial: ErasureDetail }) {
  const t = useTranslations("privacy");
  const format = useFormatter();
  const erasure = useLive(erasureQuery, initial);
  const moment = (at: string | null) =>
    at === null ? "–" : format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" });
  return (
    <>
      <Section title={t("reportTitle", { at: moment(erasure.createdAt) })} description={t("reportPurpose")}>
        {erasure.status === "waiting" && <Notice tone="info">{t("waitingNote")}</Notice>}
        {erasure.status === "failed" && <Failed erasureId={erasure.id} />}
        <KeyValues
          items={[
            { label: t("status"), value: <ErasureStatus status={erasure.status} /> },
            { label: t("asked"), value: erasure.requestedBy ?? t("somebody") },
            { label: t("askedAt"), value: moment(erasure.createdAt) },
            { label: t("erasedAt"), value: moment(erasure.erasedAt) },
            { label: t("finishedAt"), value: moment(erasure.finishedAt) },
          ]}
        />
        <Places erasure={erasure} />
        {erasure.report.isNotLookedUp && <Notice tone="warning">{t("notLookedUp")}</Notice>}
        {erasure.report.namedIn.length > 0 && <NamedIn segments={erasure.report.namedIn} />}
      </Section>
      {erasure.deletions.length > 0 && <Deletions deletions={erasure.deletions} />}
    </>
  );
}

const counted = [
  "memberships",
  "entries",
  "keptEntries",
  "openRuns",
  "runRows",
  "uploads",
  "stagedRows",
  "listLines",
  "hashes",
] as const;

function Places({ erasure: { report } }: { erasure: ErasureDetail }) {
  const t = useTranslations("privacy");
  const format = useFormatter();
  const rows = [
    { id: "customers", cells: [t("r_customers"), format.number(report.customers)] },
    ...report.sources.map(({ id, name, records }) => ({
      id,
      cells: [t("r_source", { name }), format.number(records)],
    })),
    ...counted.map((place) => ({ id: place, cells: [t(`r_${place}`), format.number(report[place])] })),
  ];
  const columns = [{ label: t("place") }, { label: t("erasedThere"), align: "end" as const }];
  return (
    <PlainTable
      label={t("erasedThere")}
      columns={columns}
      rows={rows}
      className="max-w-3xl *:*:*:*:whitespace-normal"
    />
  );
}

function Failed({ erasureId }: { erasureId: string }) {
  const t = useTranslations("privacy");
  const { run, isPending, problem } = useAction(retryErasureAction);
  return (
    <Notice
      tone="bad"
      action={
        <Button isPending={isPending} onPress={() => void run({ erasureId })}>
          {t("tryAgain")}
        </Button>
      }
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t("failedNote")}
    </Notice>
  );
}
