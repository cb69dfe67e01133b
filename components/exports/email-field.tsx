"use client";
import { useFormatter, useTranslations } from "next-intl";
import type { PreviewState } from "@/components/exports/use-export-preview";
import { ComboBox } from "@/components/ui/combo-box";
import { Skeleton } from "@/components/ui/skeleton";
import type { ExportPreview } from "@/lib/exports/preview-export";
import type { ProfileField } from "@/lib/profiles/fields";

interface EmailFieldProps {
  fields: ProfileField[];
  value: string;
  onChange: (key: string) => void;
  error?: string;
  counted: PreviewState;
}

/** Which profile field holds the address, and how many members have a valid one in it. */
export function EmailField({ fields, value, onChange, error, counted }: EmailFieldProps) {
  const t = useTranslations("exports");
  const isSuggested = ({ meaning }: ProfileField) => meaning === "email";
  const items = [...fields]
    .sort((a, b) => Number(isSuggested(b)) - Number(isSuggested(a)))
    .map((field) => ({
      id: field.key,
      label: field.name,
      description: isSuggested(field) ? t("emailSuggested") : undefined,
    }));
  const isGone = value !== "" && !fields.some(({ key }) => key === value);
  return (
    <div className="flex flex-col gap-2">
      <ComboBox
        label={t("email")}
        name="identifierField"
        items={isGone ? [{ id: value, label: t("missingField", { field: value }) }, ...items] : items}
        value={value || null}
        onChange={onChange}
        error={error}
        isRequired
      />
      <div aria-live="polite" aria-busy={counted.isCounting} className="text-dense text-quiet">
        <AddressCount counted={counted} />
      </div>
    </div>
  );
}

const skippedKinds = ["noEmail", "invalidEmail", "duplicate", "excluded"] as const;

function AddressCount({ counted }: { counted: PreviewState }) {
  const t = useTranslations("exports");
  const format = useFormatter();
  const { isAskable, preview, hasFailed } = counted;
  if (!isAskable) return t("emailWaiting");
  if (hasFailed) return t("countFailed");
  if (!preview) return <Skeleton className="my-0.5 h-3.5 w-64 max-w-full" />;
  const skipped = skippedKinds.filter((kind) => preview[kind] > 0);
  const say = (kind: keyof ExportPreview & (typeof skippedKinds)[number]) =>
    t(`skipped_${kind}`, { count: preview[kind] });
  return (
    <>
      <span className="text-text">{t("emailValid", { valid: preview.valid, members: preview.members })}</span>{" "}
      {skipped.length > 0 && t("emailSkipped", { list: format.list(skipped.map(say)) })}
    </>
  );
}
