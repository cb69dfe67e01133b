"use client";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { copyText } from "@/components/ui/copy-text";
import { IconButton } from "@/components/ui/icon-button";

type CopyButtonProps = { value: string; label: string; className?: string };

/** Puts a text on the clipboard, and says that it did. */
export function CopyButton({ value, label, className }: CopyButtonProps) {
  const t = useTranslations("ui");
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);

  return (
    <>
      <IconButton
        size="small"
        label={t("copyNamed", { label })}
        icon={isCopied ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
        onPress={async () => setCopied(await copyText(value))}
        className={className}
      />
      <span role="status" className="sr-only">
        {isCopied && t("copied")}
      </span>
    </>
  );
}
