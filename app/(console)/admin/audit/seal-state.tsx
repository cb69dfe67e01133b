"use client";
import { ShieldCheck } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copyable";
import { FormProblem } from "@/components/ui/form-status";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { SealState as State } from "@/lib/audit/queries";
import type { Verified } from "@/lib/audit/verify";
import { useAuditCheck } from "./use-audit-check";

/** How far the log is sealed, with its head; and whether it is still what was sealed, for those who ask. */
export function SealState({ state: { head, waiting } }: { state: State }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const { begin, check, isRunning, problem } = useAuditCheck();
  const sealed = head
    ? t("sealState", {
        lastId: head.lastEvent,
        at: format.dateTime(new Date(head.sealedAt), { dateStyle: "medium", timeStyle: "short" }),
      })
    : t("unsealedState");
  return (
    <Panel className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1">
          <p>
            {sealed}{" "}
            {head && waiting > 0 && (
              <span className="text-quiet">{t("waitingState", { count: waiting })}</span>
            )}
          </p>
          {head && (
            <p className="flex min-w-0 gap-2 text-quiet">
              {t("head")} <Copyable value={head.hash} label={t("headName")} />
            </p>
          )}
        </div>
        <Button icon={<ShieldCheck aria-hidden />} isPending={isRunning} onPress={() => void begin()}>
          {isRunning ? t("verifying") : t("verify")}
        </Button>
      </div>
      {problem && <FormProblem>{problem}</FormProblem>}
      {check?.state === "under_way" && (
        <ProgressBar
          label={t("verifying")}
          value={check.seal}
          max={check.of}
          detail={t("verifiedSoFar", { events: check.events })}
        />
      )}
      {check?.state === "done" && <Result verified={check} />}
    </Panel>
  );
}

function Result({ verified: { finding, events, seals } }: { verified: Verified }) {
  const t = useTranslations("audit");
  if (!finding)
    return (
      <Notice tone="good" role="status" title={t("intact", { events, seals })}>
        {t("intactHint")}
      </Notice>
    );
  return (
    <Notice tone="bad" role="alert" title={t("broken")}>
      {"id" in finding
        ? t(`findings.${finding.fault}`, { id: finding.id })
        : t(`findings.${finding.fault}`, { no: String(finding.no) })}
    </Notice>
  );
}
