"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button as PlainButton } from "react-aria-components";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { resumeInstallationAction } from "./actions";

/** The question before a copy begins to work. */
export function ConfirmCopy({ runs }: { runs: number }) {
  const t = useTranslations("copies");
  const { run, problem } = useAction(resumeInstallationAction);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <PlainButton
        onPress={() => setOpen(true)}
        className="cursor-pointer rounded-small underline underline-offset-2"
      >
        {t("confirm")}
      </PlainButton>
      <ConfirmDialog
        title={t("confirmTitle")}
        confirmLabel={t("confirm")}
        isOpen={isOpen}
        onOpenChange={setOpen}
        onConfirm={async () => {
          if ((await run({})) === undefined) return false;
          showToast({ title: t("resumed"), tone: "good" });
          return true;
        }}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        {t("confirmBody", { runs })}
      </ConfirmDialog>
    </>
  );
}
