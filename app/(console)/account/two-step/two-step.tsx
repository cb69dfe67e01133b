"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { Notice } from "@/components/ui/notice";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { beginTotpAction, endTotpAction, renewRecoveryCodesAction } from "../actions";
import { RecoveryCodes } from "./recovery-codes";
import { ScanCode } from "./scan-code";

type Step = { secret: string; qr: string } | { codes: string[] } | null;

/** The authenticator app of one's own account: off, being set up, or on. */
export function TwoStep({ since }: { since: string | null }) {
  const t = useTranslations("twoStep");
  const [step, setStep] = useState<Step>(null);
  const begin = useAction(beginTotpAction);
  const renew = useAction(renewRecoveryCodesAction);
  const end = useAction(endTotpAction);
  const problem = begin.problem ?? renew.problem;

  if (step && "codes" in step) return <RecoveryCodes codes={step.codes} onDone={() => setStep(null)} />;
  if (step && since === null)
    return <ScanCode {...step} onDone={(codes) => setStep({ codes })} onCancel={() => setStep(null)} />;
  return (
    <div className="flex max-w-prose flex-col items-start gap-4">
      {problem && <FormProblem>{problem}</FormProblem>}
      {since === null ? (
        <>
          <p className="text-pretty text-quiet">{t("offHint")}</p>
          <Button
            variant="primary"
            isPending={begin.isPending}
            onPress={async () => setStep((await begin.run({})) ?? null)}
          >
            {t("begin")}
          </Button>
        </>
      ) : (
        <>
          <Notice tone="good">{t("on", { since: new Date(since) })}</Notice>
          <div className="flex flex-wrap gap-2">
            <Button
              isPending={renew.isPending}
              onPress={async () => {
                const renewed = await renew.run({});
                if (renewed) setStep({ codes: renewed.recoveryCodes });
              }}
            >
              {t("renew")}
            </Button>
            <ConfirmDialog
              trigger={<Button>{t("end")}</Button>}
              title={t("endTitle")}
              confirmLabel={t("end")}
              onConfirm={async () => {
                if ((await end.run({})) === undefined) return false;
                showToast({ title: t("ended") });
                return true;
              }}
            >
              {end.problem && <FormProblem>{end.problem}</FormProblem>}
              {t("endBody")}
            </ConfirmDialog>
          </div>
        </>
      )}
    </div>
  );
}
