"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";

/** The codes for who loses the app, for as long as this is open and never again. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useTranslations("twoStep");
  return (
    <div className="flex max-w-prose flex-col items-start gap-4">
      <Notice tone="warning" title={t("codesTitle")}>
        {t("codesHint")}
      </Notice>
      <CodeBlock label={t("codes")} code={codes.join("\n")} />
      <Button variant="primary" onPress={onDone}>
        {t("kept")}
      </Button>
    </div>
  );
}
