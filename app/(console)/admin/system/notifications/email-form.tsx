"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { NumberField } from "@/components/ui/number-field";
import { PasswordField } from "@/components/ui/password-field";
import { RadioGroup } from "@/components/ui/radio-group";
import { SidePanelForm } from "@/components/ui/side-panel-form";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { SmtpDetail } from "@/lib/notifications/queries";
import { type SmtpInput, smtpSecurities } from "@/lib/notifications/schema";
import { saveSmtpAction } from "./actions";

const usualPorts = { starttls: 587, tls: 465, none: 25 };
const blank = {
  host: "",
  port: usualPorts.starttls,
  security: "starttls" as const,
  userName: "",
  senderName: "Ferry",
  senderAddress: "",
};

type Values = Omit<SmtpInput, "password">;

interface EmailFormProps {
  smtp: SmtpDetail | null;
  publicAddress: string;
  onStop: () => void;
  onClose: () => void;
}

export function EmailForm({ smtp, publicAddress, onStop, onClose }: EmailFormProps) {
  const t = useTranslations("notifications.email");
  const { run, form, isPending, problem, fieldProblem, clearProblem } = useAction(saveSmtpAction);
  const [values, setValues] = useState<Values>(smtp ? valuesOf(smtp) : blank);
  const [password, setPassword] = useState<string>();

  function change(changed: Partial<Values>) {
    setValues({ ...values, ...changed });
    for (const field of Object.keys(changed)) clearProblem(field);
  }

  /** A port that nobody chose follows the encryption. */
  function chooseSecurity(security: Values["security"]) {
    const isUsual = values.port === usualPorts[values.security];
    change({ security, ...(isUsual && { port: usualPorts[security] }) });
  }

  async function save() {
    if ((await run({ ...values, password })) === undefined) return;
    showToast({ title: t("saved"), tone: "good" });
    onClose();
  }

  const text = (field: "host" | "userName" | "senderName" | "senderAddress") => ({
    label: t(field),
    value: values[field],
    onChange: (value: string) => change({ [field]: value }),
    error: fieldProblem(field),
  });

  return (
    <SidePanelForm
      title={t("formTitle")}
      submitLabel={t("save")}
      onSubmit={() => void save()}
      onClose={onClose}
      form={form}
      isPending={isPending}
      problem={problem}
      aside={
        smtp && (
          <Button variant="danger" className="me-auto" onPress={onStop}>
            {t("remove")}
          </Button>
        )
      }
    >
      <TextField {...text("host")} description={t("hostHint")} isRequired autoFocus />
      <RadioGroup
        label={t("security")}
        value={values.security}
        onChange={(id) => chooseSecurity(id as Values["security"])}
        options={smtpSecurities.map((id) => ({
          id,
          label: t(`security_${id}`),
          description: t(`security_${id}_hint`),
        }))}
      />
      <NumberField
        label={t("port")}
        value={values.port}
        onChange={(port) => change({ port })}
        formatOptions={{ useGrouping: false }}
        minValue={1}
        maxValue={65_535}
        error={fieldProblem("port")}
        isRequired
      />
      <TextField {...text("userName")} description={t("userNameHint")} autoComplete="off" />
      {values.userName !== "" && (
        <PasswordField
          label={t("password")}
          description={t(smtp?.hasPassword ? "passwordKept" : "passwordHint")}
          autoComplete="new-password"
          value={password ?? ""}
          onChange={(value) => {
            setPassword(value);
            clearProblem("password");
          }}
          error={fieldProblem("password")}
        />
      )}
      {values.userName !== "" && values.security === "none" && (
        <Notice tone="warning">{t("passwordInClear")}</Notice>
      )}
      <TextField {...text("senderName")} isRequired />
      <TextField {...text("senderAddress")} description={t("senderAddressHint")} isRequired />
      <TextField label={t("links")} description={t("linksHint")} value={publicAddress} isReadOnly />
    </SidePanelForm>
  );
}

function valuesOf({ hasPassword: _, ...values }: SmtpDetail): Values {
  return values;
}
