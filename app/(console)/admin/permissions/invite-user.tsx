"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { InviteForm } from "./invite-form";
import { MadeLink, type MadeLinkProps } from "./made-link";

/** The button, the form beside the list, and the one time that the link is shown. */
export function InviteUser() {
  const t = useTranslations("permissions");
  const [step, setStep] = useState<"closed" | "form" | Omit<MadeLinkProps, "onClose">>("closed");
  const close = () => setStep("closed");
  return (
    <>
      <Button variant="primary" onPress={() => setStep("form")}>
        {t("invite")}
      </Button>
      {step === "form" && (
        <InviteForm onMade={(made) => setStep({ ...made, purpose: "invitation" })} onClose={close} />
      )}
      {typeof step === "object" && <MadeLink {...step} onClose={close} />}
    </>
  );
}
