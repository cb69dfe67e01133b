"use client";
import { useTranslations } from "next-intl";
import { useRunText } from "@/components/runs/use-run-text";
import { Copyable } from "@/components/ui/copyable";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import type { RunDetail } from "@/lib/runs/queries";

/** What to do about what went wrong, and what somebody has to mend before the run can go on. */
export function RunNotices({ run }: { run: RunDetail }) {
  const t = useTranslations("runs");
  const text = useRunText();
  const hindrance = run.status === "waiting" && run.wait?.code === "connection" && run.connection.attention;
  const isMiscounted = run.counts !== null && !run.counts.addsUp && run.problem?.code !== "books_open";
  return (
    <>
      {hindrance && <WayOut run={run} problem={hindrance} tone="warning" title={text.problem(hindrance)} />}
      {run.problem && (
        <WayOut run={run} problem={run.problem} tone={run.status === "failed" ? "bad" : "warning"} />
      )}
      {isMiscounted && <Notice tone="bad">{t("notAddingUp")}</Notice>}
    </>
  );
}

// What an administrator mends on the connection.
const ofConnection = [
  "connection_attention",
  "connection_not_ready",
  "consent_withdrawn",
  "export_user_lost",
  "key_refused",
  "limit_exceeded",
  "scopes_missing",
  "tokens_dead",
];

interface WayOutProps {
  run: RunDetail;
  problem: NonNullable<RunDetail["problem"]>;
  tone: "bad" | "warning";
  /** Left out where the run's own sentence says it. */
  title?: string;
}

function WayOut({ run, problem, tone, title }: WayOutProps) {
  const t = useTranslations("runs");
  const text = useRunText();
  const isOfConnection = ofConnection.includes(problem.code);
  const { code, requestId } = problem.params;
  return (
    <Notice
      tone={tone}
      title={title}
      action={
        isOfConnection &&
        run.connection.canOpen && (
          <LinkButton size="small" href={`/admin/connections/${run.connection.id}`}>
            {t("openConnection")}
          </LinkButton>
        )
      }
    >
      <p>{text.todo(problem)}</p>
      <dl className="mt-1 flex flex-wrap gap-x-6 gap-y-1 empty:hidden">
        <Identifier label={t("code")} value={code} />
        <Identifier label={t("requestId")} value={requestId} />
      </dl>
    </Notice>
  );
}

function Identifier({ label, value }: { label: string; value: unknown }) {
  if (typeof value !== "string" || value === "") return null;
  return (
    <div className="flex flex-wrap items-center gap-x-2">
      <dt className="text-quiet">{label}</dt>
      <dd>
        <Copyable value={value} label={label} />
      </dd>
    </div>
  );
}
