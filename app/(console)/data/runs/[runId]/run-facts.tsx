"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useDuration } from "@/components/runs/use-duration";
import { Copyable } from "@/components/ui/copyable";
import { KeyValues } from "@/components/ui/key-values";
import { TextLink } from "@/components/ui/text-link";
import type { RunDetail } from "@/lib/runs/queries";

/** What was run, where to, by whom and when. */
export function RunFacts({ run }: { run: RunDetail }) {
  const t = useTranslations("runs");
  const format = useFormatter();
  const { exact } = useDuration();
  const moment = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" });
  const items = [
    { label: t("facts.export"), value: <ExportName run={run} /> },
    { label: t("facts.list"), value: <ListName list={run.list} /> },
    { label: t("facts.connection"), value: <ConnectionName run={run} /> },
    { label: t("why"), value: t(`reason.${run.reason}`, { name: run.startedBy ?? t("somebody") }) },
    { label: t("started"), value: moment(run.createdAt) },
  ];
  if (run.seconds !== null) items.push({ label: t("duration"), value: exact(run.seconds) });
  if (run.settledAt !== null) items.push({ label: t("facts.settled"), value: moment(run.settledAt) });
  return <KeyValues items={items} />;
}

function ListName({ list }: { list: RunDetail["list"] }) {
  const t = useTranslations("runs.facts");
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {list.name}
      <Copyable value={list.id} label={t("listId")} />
    </span>
  );
}

function ExportName({ run }: { run: RunDetail }) {
  const t = useTranslations("runs.facts");
  const { id, name, isRemoved } = run.export;
  if (isRemoved) return t("removedExport", { name });
  return <TextLink href={`/data/exports/${id}`}>{name}</TextLink>;
}

function ConnectionName({ run: { connection } }: { run: RunDetail }) {
  const t = useTranslations("runs.facts");
  if (connection.isRemoved) return t("removedExport", { name: connection.name });
  if (!connection.canOpen) return connection.name;
  return <TextLink href={`/admin/connections/${connection.id}`}>{connection.name}</TextLink>;
}
