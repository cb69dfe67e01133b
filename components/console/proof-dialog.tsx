"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { answerProof, useIsProofAsked } from "@/components/ui/ask-for-proof";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormProblem } from "@/components/ui/form-status";
import { PasswordField } from "@/components/ui/password-field";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import type { Result } from "@/lib/errors";
import type { ProveSelfInput } from "@/lib/users/schema";
import type { WaysToProve } from "@/lib/users/prove-self";
import { ProofElsewhere } from "./proof-elsewhere";

export interface ProofDialogProps {
  ways: WaysToProve;
  prove: (input: ProveSelfInput) => Promise<Result<null>>;
  beginSingleSignOn: (input: Record<string, never>) => Promise<Result<{ address: string }>>;
  checkProof: (input: Record<string, never>) => Promise<Result<null>>;
}

/** Asks for a proof of who somebody is, over whatever is open; once in the frame of the console. */
export function ProofDialog(props: ProofDialogProps) {
  const t = useTranslations("proof");
  const isAsked = useIsProofAsked();
  return (
    <Dialog isOpen={isAsked} onOpenChange={(isOpen) => !isOpen && answerProof(false)} title={t("title")}>
      {isAsked && <Proof {...props} />}
    </Dialog>
  );
}

const wayNames = ["password", "code", "singleSignOn"] as const;

function Proof({ ways, prove, ...elsewhere }: ProofDialogProps) {
  const t = useTranslations("proof");
  const possible = wayNames.filter((one) => ways[one]);
  const [way, setWay] = useState(possible[0]);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-pretty text-quiet">{t("hint")}</p>
      {possible.length > 1 && (
        <RadioGroup
          label={t("way")}
          value={way ?? null}
          onChange={(id) => setWay(possible.find((one) => one === id))}
          options={possible.map((id) => ({ id, label: t(id) }))}
        />
      )}
      {way === "singleSignOn" && <ProofElsewhere {...elsewhere} />}
      {(way === "password" || way === "code") && <ProofForm key={way} way={way} prove={prove} />}
    </div>
  );
}

function ProofForm({ way, prove }: { way: "password" | "code"; prove: ProofDialogProps["prove"] }) {
  const t = useTranslations("proof");
  const ui = useTranslations("ui");
  const { run, form, isPending, problem, fieldProblem } = useAction(prove);
  const [text, setText] = useState("");
  const field = {
    name: "proof",
    value: text,
    onChange: setText,
    error: fieldProblem("text"),
    autoFocus: true,
  };
  return (
    <Form
      ref={form}
      className="flex flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        if ((await run({ way, text })) !== undefined) answerProof(true);
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {way === "password" ? (
        <PasswordField label={t("yourPassword")} autoComplete="current-password" {...field} />
      ) : (
        <TextField label={t("yourCode")} autoComplete="one-time-code" mono {...field} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={() => answerProof(false)}>{ui("cancel")}</Button>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t("submit")}
        </Button>
      </div>
    </Form>
  );
}
