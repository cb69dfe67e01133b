"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useDuration } from "@/components/runs/use-duration";
import { TextLink } from "@/components/ui/text-link";
import type { Work } from "@/lib/status/work";
import { StatusWord } from "./status-word";
import { useStatusText } from "./use-status-text";

/** The last times a task was done, newest first. */
export function WorkList({ work }: { work: Work[] }) {
  const t = useTranslations("status.pane");
  if (work.length === 0) return <p className="text-quiet">{t("noWork")}</p>;
  return (
    <ol className="flex flex-col divide-y divide-line">
      {work.map((one) => (
        <li key={one.id} className="py-3 first:pt-0">
          <WorkItem work={one} />
        </li>
      ))}
    </ol>
  );
}

function WorkItem({ work }: { work: Work }) {
  const t = useTranslations("status.pane");
  const text = useStatusText();
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <StatusWord word={work.word} />
        {work.href && <TextLink href={work.href}>{t("open")}</TextLink>}
      </div>
      <p>{text.why(work.why)}</p>
      <Times work={work} />
      <Counts counts={work.counts} />
      {work.note && (
        <p>
          {text.note(work.note)} {text.todo(work.note)}
        </p>
      )}
    </div>
  );
}

function Times({ work: { askedAt, startedAt, finishedAt } }: { work: Work }) {
  const t = useTranslations("status.pane");
  const format = useFormatter();
  const { exact } = useDuration();
  const moment = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" });
  const facts = startedAt
    ? [
        { label: t("started"), value: moment(startedAt) },
        { label: t("ended"), value: finishedAt ? moment(finishedAt) : "–" },
        ...(finishedAt
          ? [{ label: t("took"), value: exact((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) }]
          : []),
      ]
    : [{ label: t("asked"), value: moment(askedAt) }];
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-4 text-dense">
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-quiet">{label}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Counts({ counts }: { counts: Work["counts"] }) {
  const t = useTranslations("status.counts");
  if (counts.length === 0) return null;
  return (
    <p className="text-dense text-quiet tabular-nums">
      {counts.map(({ of, number }) => t(of as "rows", { count: number })).join(" · ")}
    </p>
  );
}
