"use client";
import { KeyRound, Pencil, Power, Send, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DataTable } from "@/components/ui/data-table";
import { FormProblem } from "@/components/ui/form-status";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { WebhookLine } from "@/lib/notifications/queries";
import { incidentKinds } from "@/lib/notifications/schema";
import { sendTestEventAction, setWebhookAction } from "./actions";
import { RemoveWebhook } from "./remove-webhook";
import { RenewSecret } from "./renew-secret";

const tones = { on: "good", off: "off", stopped: "bad" } as const;

interface WebhookListProps {
  webhooks: WebhookLine[];
  onEdit: (webhook: WebhookLine) => void;
  onSecret: (secret: string) => void;
}

/** Where webhooks go, and what can be done with each. */
export function WebhookList({ webhooks, onEdit, onSecret }: WebhookListProps) {
  const t = useTranslations("notifications.webhooks");
  const test = useAction(sendTestEventAction);
  const set = useAction(setWebhookAction);
  const [asked, setAsked] = useState<{ what: "remove" | "renew"; webhook: WebhookLine }>();
  const [tested, setTested] = useState<string>();
  const problem = test.problem ?? set.problem;

  async function tryOut(webhook: WebhookLine) {
    setTested(webhook.name);
    const answered = await test.run({ endpointId: webhook.id });
    if (answered) showToast({ title: t("tested", { name: webhook.name, ...answered }), tone: "good" });
  }

  async function turn(webhook: WebhookLine) {
    const isOn = webhook.status !== "on";
    setTested(webhook.name);
    if ((await set.run({ endpointId: webhook.id, isOn })) !== undefined)
      showToast({ title: t(isOn ? "turnedOn" : "turnedOff", { name: webhook.name }), tone: "good" });
  }

  return (
    <>
      {problem && <FormProblem title={tested}>{problem}</FormProblem>}
      <DataTable
        label={t("title")}
        rows={webhooks}
        rowLabel={(row) => row.name}
        isLoading={test.isPending || set.isPending}
        rowMenu={(row) => [
          { id: "test", label: t("test"), icon: <Send />, onAction: () => void tryOut(row) },
          { id: "edit", label: t("edit"), icon: <Pencil />, onAction: () => onEdit(row) },
          {
            id: "turn",
            label: t(row.status === "on" ? "turnOff" : "turnOn"),
            icon: <Power />,
            onAction: () => void turn(row),
          },
          {
            id: "renew",
            label: t("renew"),
            icon: <KeyRound />,
            onAction: () => setAsked({ what: "renew", webhook: row }),
          },
          {
            id: "remove",
            label: t("remove"),
            icon: <Trash2 />,
            tone: "danger",
            onAction: () => setAsked({ what: "remove", webhook: row }),
          },
        ]}
        columns={[
          {
            id: "name",
            label: t("name"),
            isRowHeader: true,
            cell: (row) => (
              <>
                {row.name}
                <span className="block max-w-96 truncate text-quiet max-sm:wrap-anywhere max-sm:whitespace-normal">
                  {row.url}
                </span>
              </>
            ),
          },
          {
            id: "status",
            label: t("status"),
            cell: (row) => <StatusPill tone={tones[row.status]}>{t(`status_${row.status}`)}</StatusPill>,
          },
          {
            id: "kinds",
            label: t("kinds"),
            hideBelow: "md",
            cell: (row) => t("kindCount", { count: row.kinds.length, all: incidentKinds.length }),
          },
          {
            id: "lastSent",
            label: t("lastSent"),
            hideBelow: "sm",
            cell: (row) =>
              row.lastSentAt ? (
                <RelativeTime at={row.lastSentAt} />
              ) : (
                <span className="text-quiet">{t("neverSent")}</span>
              ),
          },
        ]}
      />
      {asked?.what === "remove" && (
        <RemoveWebhook webhook={asked.webhook} onClose={() => setAsked(undefined)} />
      )}
      {asked?.what === "renew" && (
        <RenewSecret webhook={asked.webhook} onSecret={onSecret} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}
