"use client";
import { useFormatter, useTranslations } from "next-intl";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { PlainTable } from "@/components/ui/plain-table";
import { ProblemText } from "@/components/ui/problem-text";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { formatBytes } from "@/components/ui/format-bytes";
import { useLive } from "@/components/ui/use-live";
import type { About } from "@/lib/system/about";
import { aboutQuery } from "@/lib/system/query-options";

type Api = About["apis"][number];

/** The versions that work together here, the workers that are alive, and until when the APIs answer. */
export function AboutView({ initial }: { initial: About }) {
  const t = useTranslations("system");
  const format = useFormatter();
  const { version, database, workers, apis, keyProblem } = useLive(aboutQuery, initial);
  return (
    <div className="flex flex-col gap-6">
      {keyProblem && (
        <Notice tone="bad" title={t("keyProblem")}>
          <ProblemText problem={{ code: keyProblem }} />
        </Notice>
      )}
      {apis.map((api) => api.isNear && <RetirementNotice key={api.key} api={api} />)}
      <Section title={t("versions")}>
        <KeyValues
          items={[
            { label: t("ferryVersion"), value: version },
            { label: t("databaseVersion"), value: `PostgreSQL ${database.version}` },
            { label: t("databaseSize"), value: formatBytes(format, database.bytes) },
            ...apis.map((api) => ({
              label: t("apiRevision", { name: api.label }),
              value: <ApiStanding api={api} />,
            })),
          ]}
        />
      </Section>
      <Section title={t("workers")} description={t("workersHint")}>
        {workers.length === 0 ? (
          <Notice tone="bad" title={t("noWorkers")}>
            {t("noWorkersHint")}
          </Notice>
        ) : (
          <PlainTable
            label={t("workers")}
            columns={["host", "process", "ferryVersion", "aliveSince", "lastSeen"].map((id) => ({
              label: t(id as "host"),
            }))}
            rows={workers.map((worker) => ({
              id: worker.id,
              cells: [
                worker.host,
                String(worker.pid),
                worker.version ?? "–",
                <RelativeTime key="since" at={worker.startedAt} />,
                <RelativeTime key="seen" at={worker.seenAt} />,
              ],
            }))}
          />
        )}
      </Section>
    </div>
  );
}

/** The day is meant as a day, so it is read at noon. */
const toDay = (day: string) => new Date(`${day}T12:00:00Z`);

function ApiStanding({ api: { revision, endsOn, daysLeft } }: { api: Api }) {
  const t = useTranslations("system");
  if (endsOn === null || daysLeft === null) return revision;
  const values = { revision, day: toDay(endsOn), days: Math.max(0, daysLeft) };
  return t(daysLeft > 0 ? "apiRetires" : "apiRetired", values);
}

function RetirementNotice({ api: { label, revision, endsOn, daysLeft } }: { api: Api }) {
  const t = useTranslations("system");
  const values = { name: label, revision, day: toDay(endsOn ?? "") };
  const isOver = (daysLeft ?? 0) <= 0;
  return (
    <Notice tone={isOver ? "bad" : "warning"} title={t(isOver ? "retiredTitle" : "retiresTitle", values)}>
      {t("retiresBody")}
    </Notice>
  );
}
