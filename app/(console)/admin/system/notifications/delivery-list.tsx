"use client";
import { RotateCw } from "lucide-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { FormProblem } from "@/components/ui/form-status";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { StatusPill } from "@/components/ui/status-pill";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useLive } from "@/components/ui/use-live";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { DeliveryLine } from "@/lib/notifications/queries";
import { deliveriesQuery } from "@/lib/notifications/query-options";
import { asWords, sayIncident } from "@/lib/notifications/say-incident";
import { sendAgainAction } from "./actions";

const tones = {
  pending: "waiting",
  sending: "working",
  sent: "good",
  failed: "bad",
  canceled: "off",
} as const;

function State({ row }: { row: DeliveryLine }) {
  const t = useTranslations("notifications.deliveries");
  const text = useProblemText();
  const params = { host: t("theServer"), port: "", status: row.responseCode ?? 0 };
  return (
    <>
      <StatusPill tone={tones[row.state]}>{t(`state_${row.state}`)}</StatusPill>
      {row.problemCode && (
        <span className="block max-w-96 min-w-32 text-xs sm:min-w-48 text-pretty whitespace-normal text-quiet">
          {text({ code: row.problemCode, params })}
        </span>
      )}
      {row.nextAttemptAt && row.attempts > 0 && (
        <span className="block text-xs text-quiet">
          {t("next")} <RelativeTime at={row.nextAttemptAt} />
        </span>
      )}
    </>
  );
}

/** What left Ferry lately, and what became of it. */
export function DeliveryList({ initial }: { initial: DeliveryLine[] }) {
  const t = useTranslations("notifications.deliveries");
  const words = asWords(useTranslations());
  const client = useQueryClient();
  const rows = useLive(deliveriesQuery, initial);
  const { run, problem } = useAction(sendAgainAction);
  const titleOf = ({ told }: DeliveryLine) => (told ? sayIncident(words, told).title : t("testEvent"));

  async function again(row: DeliveryLine) {
    if ((await run({ deliveryId: row.id })) === undefined) return;
    showToast({ title: t("again"), tone: "good" });
    await client.invalidateQueries({ queryKey: ["notifications", "deliveries"] });
  }

  return (
    <Section title={t("title")} description={t("hint")}>
      {problem && <FormProblem>{problem}</FormProblem>}
      {rows.length === 0 ? (
        <p className="text-quiet">{t("none")}</p>
      ) : (
        <DataTable
          label={t("title")}
          rows={rows}
          rowLabel={titleOf}
          rowMenu={(row) => [
            {
              id: "again",
              label: t("sendAgain"),
              icon: <RotateCw />,
              isDisabled: !row.canSendAgain,
              onAction: () => void again(row),
            },
          ]}
          columns={[
            {
              id: "what",
              label: t("what"),
              className: "min-w-32",
              isRowHeader: true,
              cell: (row) => (
                <>
                  <span className="whitespace-normal">{titleOf(row)}</span>
                  <span className="block text-quiet">
                    {t(`channel_${row.channel}`)} · {row.to ?? "–"}
                  </span>
                </>
              ),
            },
            { id: "state", label: t("state"), cell: (row) => <State row={row} /> },
            {
              id: "attempts",
              label: t("attempts"),
              align: "end",
              hideBelow: "md",
              cell: (row) => row.attempts,
            },
            {
              id: "code",
              label: t("code"),
              align: "end",
              hideBelow: "md",
              cell: (row) => row.responseCode ?? "–",
            },
            {
              id: "at",
              label: t("at"),
              hideBelow: "sm",
              cell: (row) => <RelativeTime at={row.at} />,
            },
          ]}
        />
      )}
    </Section>
  );
}
