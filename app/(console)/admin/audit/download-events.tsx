"use client";
import { useTranslations } from "next-intl";
import { DownloadMenu } from "@/components/ui/download-menu";
import { useAuditAddress } from "./use-audit-address";

/** The events as they are filtered, as a file. */
export function DownloadEvents() {
  const t = useTranslations("audit");
  const { chosen } = useAuditAddress();
  const address = (format: string) => {
    const given = Object.entries({ ...chosen, format }).filter(([, value]) => value !== null);
    return `/api/audit?${new URLSearchParams(given as [string, string][])}`;
  };
  return (
    <DownloadMenu
      label={t("download")}
      items={[
        { href: address("csv"), label: t("downloadCsv") },
        { href: address("ndjson"), label: t("downloadNdjson") },
      ]}
    />
  );
}
