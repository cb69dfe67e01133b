"use client";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { passOauthAction, startOauthAction } from "./actions";
import { AccountFacts } from "./connect-step";
import { StepForm } from "./step-form";

interface OauthStepProps {
  connection: ConnectionDetail;
  onDone: () => void;
}

export function OauthStep({ connection, onDone }: OauthStepProps) {
  const t = useTranslations("connections");
  const start = useAction(startOauthAction);
  const pass = useAction(passOauthAction);
  const connectionId = connection.id;

  async function leaveForSignIn() {
    const started = await start.run({ connectionId });
    if (started) window.location.assign(started.address);
  }

  async function goOn() {
    if ((await pass.run({ connectionId })) !== undefined) onDone();
  }

  return (
    <div className="flex flex-col gap-6">
      {connection.account && <AccountFacts account={connection.account} />}
      {connection.isOauthAvailable ? (
        <StepForm action={start} onSubmit={leaveForSignIn} label={t("oauth")}>
          <p className="text-quiet">{t("oauthHint")}</p>
        </StepForm>
      ) : (
        <StepForm action={pass} onSubmit={goOn} label={t("oauthPass")}>
          <p className="text-quiet">{t("oauthMissing")}</p>
        </StepForm>
      )}
    </div>
  );
}
