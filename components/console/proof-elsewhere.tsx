"use client";
import { useTranslations } from "next-intl";
import { answerProof } from "@/components/ui/ask-for-proof";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { useAction } from "@/components/ui/use-action";
import type { ProofDialogProps } from "./proof-dialog";

type ProofElsewhereProps = Pick<ProofDialogProps, "beginSingleSignOn" | "checkProof">;

/** The proof at the single sign-on, in a page beside this one: what is open here stays as it is. */
export function ProofElsewhere({ beginSingleSignOn, checkProof }: ProofElsewhereProps) {
  const t = useTranslations("proof");
  const begin = useAction(beginSingleSignOn);
  const check = useAction(checkProof);
  const problem = begin.problem ?? check.problem;

  async function open() {
    // Opened before the answer is there: afterwards browsers take it for an advertisement.
    const page = window.open("", "_blank");
    const begun = await begin.run({});
    if (begun && page) page.location.href = begun.address;
    else page?.close();
  }

  return (
    <>
      {problem && <FormProblem>{problem}</FormProblem>}
      <p className="text-quiet">{t("elsewhere")}</p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={open}>{t("openSingleSignOn")}</Button>
        <Button
          variant="primary"
          isPending={check.isPending}
          onPress={async () => {
            if ((await check.run({})) !== undefined) answerProof(true);
          }}
        >
          {t("done")}
        </Button>
      </div>
    </>
  );
}
