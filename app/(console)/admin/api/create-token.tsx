"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { MadeToken } from "./made-token";
import { TokenForm } from "./token-form";

/** The button, the form beside the list, and the one time that the token is shown. */
export function CreateToken({ sources }: { sources: { id: string; name: string }[] }) {
  const t = useTranslations("api");
  const [step, setStep] = useState<"closed" | "form" | { token: string }>("closed");
  const close = () => setStep("closed");
  return (
    <>
      <Button variant="primary" onPress={() => setStep("form")}>
        {t("create")}
      </Button>
      {step === "form" && (
        <TokenForm sources={sources} onMade={(token) => setStep({ token })} onClose={close} />
      )}
      {typeof step === "object" && <MadeToken token={step.token} onClose={close} />}
    </>
  );
}
