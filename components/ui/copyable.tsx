"use client";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { copyText } from "@/components/ui/copy-text";
import { IconButton } from "@/components/ui/icon-button";

type CopyableProps = { value: string; label: string; className?: string };

/** An identifier in a fixed-width face, with a button that copies it. */
export function Copyable({ value, label, className }: CopyableProps) {
  const t = useTranslations("ui");
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);

  return (
    <span className={cn("inline-flex max-w-full items-center gap-1", className)}>
      <code className="min-w-0 font-mono text-dense break-all">{value}</code>
      <IconButton
        size="small"
        label={t("copyNamed", { label })}
        icon={isCopied ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
        onPress={async () => setCopied(await copyText(value))}
        className="-my-1 text-quiet"
      />
      <span role="status" className="sr-only">
        {isCopied && t("copied")}
      </span>
    </span>
  );
}
