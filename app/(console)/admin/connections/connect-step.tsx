"use client";
import { useTranslations } from "next-intl";
import { KeyValues } from "@/components/ui/key-values";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { connectAction } from "./actions";
import { StepForm } from "./step-form";

interface ConnectStepProps {
  connection: ConnectionDetail;
  onDone: () => void;
}

export function ConnectStep({ connection, onDone }: ConnectStepProps) {
  const t = useTranslations("connections");
  const action = useAction(connectAction);
  const { account, isChecked } = connection;

  async function submit() {
    if ((await action.run({ connectionId: connection.id })) !== undefined) onDone();
  }

  return (
    <StepForm action={action} onSubmit={submit} label={t(isChecked ? "checkAgain" : "connect")}>
      <p className="text-quiet">{t("connectHint")}</p>
      {account && <AccountFacts account={account} />}
    </StepForm>
  );
}

/** Whose account it is and what the credential may do there. */
export function AccountFacts({ account }: { account: NonNullable<ConnectionDetail["account"]> }) {
  const t = useTranslations("connections");
  return (
    <KeyValues
      items={[
        { label: t("accountName"), value: account.name ?? "–" },
        { label: t("accountId"), value: <span className="font-mono">{account.id}</span> },
        { label: t("timeZone"), value: account.timeZone ?? "–" },
        { label: t("testAccount"), value: account.isTest === null ? "–" : t(account.isTest ? "yes" : "no") },
        {
          label: t("scopes"),
          value: (
            <ul>
              {account.scopes.map(({ scope, state }) => (
                <li key={scope}>
                  <span className="font-mono text-dense">{scope}</span>{" "}
                  <span className="text-quiet">{t(`scope_${state}`)}</span>
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  );
}
