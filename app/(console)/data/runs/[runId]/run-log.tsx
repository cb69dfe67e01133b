"use client";
import { CircleAlert, Dot, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useRunText } from "@/components/runs/use-run-text";
import { Copyable } from "@/components/ui/copyable";
import type { RunDetail } from "@/lib/runs/queries";

type Line = RunDetail["log"][number];

const LOG_SIZE = 200;

/** What happened, newest first, a heading for each attempt where there was more than one. */
export function RunLog({ log }: { log: Line[] }) {
  const t = useTranslations("runs");
  if (log.length === 0) return <p className="text-quiet">{t("logEmpty")}</p>;
  const attempts = [...new Set(log.map(({ attempt }) => attempt))];
  const lines = (attempt: number) => log.filter((line) => line.attempt === attempt);
  return (
    <div className="flex flex-col gap-4">
      {attempts.map((attempt) => (
        <div key={attempt} className="flex flex-col gap-1.5">
          {attempts.length > 1 && <h3 className="font-medium">{t("attempt", { number: attempt })}</h3>}
          <ol className="flex flex-col">
            {lines(attempt).map((line) => (
              <LogLine key={line.id} line={line} />
            ))}
          </ol>
        </div>
      ))}
      {log.length >= LOG_SIZE && (
        <p className="text-dense text-quiet">{t("logNewest", { count: LOG_SIZE })}</p>
      )}
    </div>
  );
}

function LogLine({ line }: { line: Line }) {
  const t = useTranslations("runs");
  const format = useFormatter();
  const text = useRunText();
  const { requestId } = line.params;
  const exact = format.dateTime(new Date(line.at), { dateStyle: "medium", timeStyle: "medium" });
  return (
    <li className="flex gap-3 border-b border-line py-1.5 text-dense last:border-b-0">
      <time
        dateTime={line.at}
        title={exact}
        className="w-22 shrink-0 whitespace-nowrap text-quiet tabular-nums"
      >
        {format.dateTime(new Date(line.at), { timeStyle: "medium" })}
      </time>
      <LevelIcon level={line.level} />
      <span className="min-w-0 flex-1">
        {line.level !== "info" && <span className="sr-only">{t(`level.${line.level}`)}: </span>}
        {text.event(line)}
        {typeof requestId === "string" && requestId !== "" && (
          <span className="block text-quiet">
            {t("requestId")} <Copyable value={requestId} label={t("requestId")} />
          </span>
        )}
      </span>
    </li>
  );
}

function LevelIcon({ level }: { level: Line["level"] }) {
  if (level === "problem") return <CircleAlert aria-hidden className="mt-px size-4 shrink-0 text-bad" />;
  if (level === "warning")
    return <TriangleAlert aria-hidden className="mt-px size-4 shrink-0 text-warning" />;
  return <Dot aria-hidden className="mt-px size-4 shrink-0 text-quiet" />;
}
