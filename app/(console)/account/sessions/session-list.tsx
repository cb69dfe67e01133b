"use client";
import { LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { FormProblem } from "@/components/ui/form-status";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { SessionLine } from "@/lib/users/own-sessions";
import { endOtherSessionsAction, endSessionAction } from "../actions";

interface SessionListProps {
  sessions: SessionLine[];
  idleHours: number;
  days: number;
}

/** Where one is signed in, and the way to end that. */
export function SessionList({ sessions, idleHours, days }: SessionListProps) {
  const t = useTranslations("sessions");
  const one = useAction(endSessionAction);
  const others = useAction(endOtherSessionsAction);
  const problem = one.problem ?? others.problem;
  const nameOf = (row: SessionLine) =>
    row.browser && row.system
      ? t("device", { browser: row.browser, system: row.system })
      : (row.browser ?? row.system ?? t("unknownDevice"));
  const hasOthers = sessions.some((row) => !row.isCurrent);
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-pretty text-quiet">{t("hint", { idleHours, days })}</p>
      {problem && <FormProblem>{problem}</FormProblem>}
      <DataTable
        label={t("title")}
        rows={sessions}
        rowLabel={nameOf}
        rowMenu={(row) => [
          {
            id: "end",
            label: t("end"),
            icon: <LogOut />,
            isDisabled: row.isCurrent,
            reason: row.isCurrent ? t("signOutInstead") : undefined,
            onAction: async () => {
              if ((await one.run({ sessionId: row.id })) !== undefined) showToast({ title: t("ended") });
            },
          },
        ]}
        columns={[
          {
            id: "device",
            label: t("deviceColumn"),
            isRowHeader: true,
            cell: (row) => (
              <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
                {nameOf(row)} {row.isCurrent && <StatusPill tone="good">{t("current")}</StatusPill>}
              </span>
            ),
          },
          {
            id: "created",
            label: t("created"),
            hideBelow: "sm",
            cell: (row) => <RelativeTime at={row.createdAt} />,
          },
          { id: "lastSeen", label: t("lastSeen"), cell: (row) => <RelativeTime at={row.lastSeenAt} /> },
        ]}
      />
      {hasOthers && (
        <div>
          <Button
            icon={<LogOut />}
            isPending={others.isPending}
            onPress={async () => {
              const done = await others.run({});
              if (done) showToast({ title: t("othersEnded", { ended: done.ended }), tone: "good" });
            }}
          >
            {t("endOthers")}
          </Button>
        </div>
      )}
    </div>
  );
}
