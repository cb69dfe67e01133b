"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button as PlainButton } from "react-aria-components";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { SampleCounts } from "@/lib/sample/remove-sample";
import { removeSampleAction } from "./actions";

export function RemoveSample({ counts }: { counts: SampleCounts }) {
  const t = useTranslations("practice");
  const { run, problem } = useAction(removeSampleAction);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <PlainButton
        onPress={() => setOpen(true)}
        className="cursor-pointer rounded-small underline underline-offset-2"
      >
        {t("remove")}
      </PlainButton>
      <ConfirmDialog
        title={t("removeTitle")}
        confirmLabel={t("remove")}
        tone="danger"
        isOpen={isOpen}
        onOpenChange={setOpen}
        onConfirm={async () => {
          if ((await run({})) === undefined) return false;
          showToast({ title: t("removed"), tone: "good" });
          return true;
        }}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        {t("removeBody", counts)}
      </ConfirmDialog>
    </>
  );
}
