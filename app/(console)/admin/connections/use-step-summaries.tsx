"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ConnectionDetail } from "@/lib/connections/queries";
import type { Step } from "@/lib/connections/steps";

/** What each step that is done decided, in a line. */
export function useStepSummaries(
  connection: ConnectionDetail | undefined,
  consentVersion: string,
): Partial<Record<Step, ReactNode>> {
  const t = useTranslations("connections");
  if (!connection) return {};
  const { account, keyLastFour, isOauth, userIds, access } = connection;
  const consent = connection.consents.find(({ withdrawnAt }) => withdrawnAt === null);
  return {
    name: connection.name,
    access: access === "chosen" ? t("access_chosen_count", { count: userIds.length }) : t(`access_${access}`),
    key: isOauth ? t("keyDestroyed") : keyLastFour && t("keySummary", { lastFour: keyLastFour }),
    consent: consent && (
      <>
        {t("consentSummary", { by: consent.by ?? t("somebody"), at: new Date(consent.at) })}
        {consent.version !== consentVersion && <p className="text-warning">{t("consentOutdated")}</p>}
      </>
    ),
    connect: account && `${account.name ?? account.id} · ${account.id}`,
    oauth: t(isOauth ? "oauthDone" : "oauthPassed"),
    exportUser: connection.exportUser,
  };
}
