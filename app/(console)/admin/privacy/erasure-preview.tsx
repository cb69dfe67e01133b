"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { useAction } from "@/components/ui/use-action";
import type { Asked } from "@/lib/privacy/find-person";
import type { ErasurePreview } from "@/lib/privacy/preview-erasure";
import { requestErasureAction } from "./actions";
import { AlsoAt } from "./also-at";
import { ErasurePlaces } from "./erasure-places";
import { NamedIn } from "./named-in";

interface PreviewProps {
  asked: Asked;
  preview: ErasurePreview;
  onBack: () => void;
}

/** What erasing would reach, and the way to do it. */
export function ErasurePreviewPanel({ asked, preview, onBack }: PreviewProps) {
  const t = useTranslations("privacy");
  const router = useRouter();
  const { run, problem } = useAction(requestErasureAction);
  const [connectionIds, setConnectionIds] = useState<string[]>([]);
  return (
    <Section title={t("willErase")} action={<Button onPress={onBack}>{t("other")}</Button>}>
      {preview.customerCount === 0 && <Notice tone="info">{t("nobody")}</Notice>}
      {preview.customerCount > 1 && (
        <Notice tone="warning">{t("several", { count: preview.customerCount })}</Notice>
      )}
      <Panel className="flex flex-col gap-6">
        <ErasurePlaces preview={preview} />
        {preview.connections.length > 0 && (
          <AlsoAt connections={preview.connections} value={connectionIds} onChange={setConnectionIds} />
        )}
      </Panel>
      {preview.namedIn.length > 0 && <NamedIn segments={preview.namedIn} />}
      <div>
        <ConfirmDialog
          trigger={<Button variant="danger">{t("erase")}</Button>}
          title={t("confirmTitle")}
          confirmLabel={t("confirm")}
          cancelLabel={t("keep")}
          onConfirm={async () => {
            const made = await run({ ...asked, connectionIds });
            if (!made) return false;
            router.push(`/admin/privacy/erasures/${made.erasureId}`);
            return true;
          }}
        >
          {problem && <FormProblem>{problem}</FormProblem>}
          {t("confirmBody")}
        </ConfirmDialog>
      </div>
    </Section>
  );
}
