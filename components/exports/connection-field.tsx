"use client";
import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import type { ConnectionChoice } from "@/lib/exports/form-options";

interface ConnectionFieldProps {
  connections: ConnectionChoice[];
  value: string | null;
  onChange: (id: string) => void;
  mayManage: boolean;
  error?: string;
}

/** The connections the person may use, under the service they lead to. */
export function ConnectionField({ connections, value, onChange, mayManage, error }: ConnectionFieldProps) {
  const t = useTranslations("exports");
  const destinations = useTranslations("destinations");
  const chosen = connections.find(({ id }) => id === value);
  return (
    <Select
      label={t("connectionField")}
      name="connectionId"
      items={connections.map(({ id, name, destination, accountName, status }) => ({
        id,
        label: name,
        description: status === "needs_attention" ? t("connectionAttention") : (accountName ?? undefined),
        group: destinations(`${destination}.name` as "klaviyo.name"),
      }))}
      value={chosen ? chosen.id : null}
      onChange={onChange}
      isRequired
      error={error}
      description={
        <>
          {chosen?.accountName && `${t("connectionHint", { account: chosen.accountName })} `}
          {mayManage && <TextLink href="/admin/connections/new">{t("addConnection")}</TextLink>}
        </>
      }
    />
  );
}
