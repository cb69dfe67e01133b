"use client";
import { useTranslations } from "next-intl";
import { TextLink } from "@/components/ui/text-link";
import type { ConnectionChoice } from "@/lib/exports/form-options";

/** How many people one run may send, and where that is changed. */
export function LimitFact({
  connection,
  mayManage,
}: {
  connection: ConnectionChoice | undefined;
  mayManage: boolean;
}) {
  const t = useTranslations("exports");
  return (
    <dl className="flex flex-col gap-1">
      <dt className="font-medium">{t("limit")}</dt>
      <dd>{connection ? t("limitValue", { count: connection.exportLimit }) : t("limitNone")}</dd>
      <dd className="text-dense text-quiet">
        {mayManage && connection ? (
          <TextLink href={`/admin/connections/${connection.id}`}>{t("limitChange")}</TextLink>
        ) : (
          t("limitHint")
        )}
      </dd>
    </dl>
  );
}
