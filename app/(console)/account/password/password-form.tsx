"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { PasswordField } from "@/components/ui/password-field";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { PASSWORD_MIN_LENGTH } from "@/lib/auth/password-schema";
import { changePasswordAction } from "../actions";

const blank = { current: "", next: "" };

export function PasswordForm() {
  const t = useTranslations("account");
  const setup = useTranslations("setup");
  const { run, form, isPending, problem, fieldProblem } = useAction(changePasswordAction);
  const [values, setValues] = useState(blank);
  return (
    <Form
      ref={form}
      className="flex max-w-100 flex-col items-start gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        const changed = await run(values);
        if (!changed) return;
        setValues(blank);
        showToast({ title: t("changed", changed), tone: "good" });
      }}
    >
      <p className="text-quiet">{t("changeHint")}</p>
      {problem && <FormProblem>{problem}</FormProblem>}
      <PasswordField
        label={t("current")}
        name="current"
        autoComplete="current-password"
        value={values.current}
        onChange={(current) => setValues({ ...values, current })}
        error={fieldProblem("current")}
        className="w-full"
      />
      <PasswordField
        label={t("next")}
        name="next"
        autoComplete="new-password"
        description={setup("passwordHint", { minimum: PASSWORD_MIN_LENGTH })}
        value={values.next}
        onChange={(next) => setValues({ ...values, next })}
        error={fieldProblem("next")}
        className="w-full"
      />
      <Button type="submit" variant="primary" isPending={isPending}>
        {t("change")}
      </Button>
    </Form>
  );
}
