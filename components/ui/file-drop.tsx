"use client";
import { FileUp } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useId, useState, type ReactNode } from "react";
import { DropZone, FileTrigger } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

type FileDropProps = {
  label: string;
  description?: ReactNode;
  /** Media types and endings, such as ".csv". */
  accept: string[];
  onSelect: (file: File) => void;
  error?: string;
  isDisabled?: boolean;
  className?: string;
};

/** Takes one file, chosen or dropped, and shows its name. */
export function FileDrop({
  label,
  description,
  accept,
  onSelect,
  error,
  isDisabled,
  className,
}: FileDropProps) {
  const t = useTranslations("ui.file");
  const format = useFormatter();
  const [file, setFile] = useState<File>();
  const id = useId();

  function take(chosen: File | undefined) {
    if (!chosen) return;
    setFile(chosen);
    onSelect(chosen);
  }

  const kilobytes = file && Math.max(1, Math.round(file.size / 1_000));
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <span id={id} className="font-medium">
        {label}
      </span>
      <DropZone
        aria-labelledby={id}
        isDisabled={isDisabled}
        onDrop={async ({ items }) => {
          const dropped = items.find((item) => item.kind === "file");
          take(await dropped?.getFile());
        }}
        className={cn(
          "flex flex-col items-center gap-2 rounded-panel border border-dashed border-line-strong bg-surface px-4 py-6 text-center",
          "transition-colors drop-target:border-accent drop-target:bg-accent-soft",
          error && "border-bad",
        )}
      >
        <FileUp aria-hidden className="size-5 text-quiet" />
        {file && kilobytes && (
          <p role="status" className="max-w-full font-medium break-all">
            {t("chosen", {
              name: file.name,
              size: format.number(kilobytes, { style: "unit", unit: "kilobyte" }),
            })}
          </p>
        )}
        <div className="flex flex-wrap items-center justify-center gap-x-2 gap-y-1">
          <FileTrigger acceptedFileTypes={accept} onSelect={(files) => take(files?.[0])}>
            <Button size="small" isDisabled={isDisabled}>
              {file ? t("replace") : t("choose")}
            </Button>
          </FileTrigger>
          <span className="text-quiet">{t("drop")}</span>
        </div>
        {description && <p className="text-dense text-quiet">{description}</p>}
      </DropZone>
      {error && (
        <p role="alert" className="text-dense text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
