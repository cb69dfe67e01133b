"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { PasswordField } from "@/components/ui/password-field";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import { signInAction } from "../actions";
import { openConsole } from "../open-console";

export function SignInForm() {
  const t = useTranslations("signIn");
  const { run, form, isPending, code: refusal, problem, fieldProblem } = useAction(signInAction);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string>();
  // The password was right, and the account has an authenticator app too.
  if (refusal === "code_needed" && code === undefined) setCode("");
  return (
    <Form
      ref={form}
      className="flex flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        if ((await run({ email, password, code })) !== undefined) openConsole();
      }}
    >
      {problem && refusal !== "code_needed" && <FormProblem>{problem}</FormProblem>}
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={fieldProblem("email")}
        autoFocus
      />
      <PasswordField
        label={t("password")}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={fieldProblem("password")}
      />
      {code !== undefined && (
        <TextField
          label={t("code")}
          description={t("codeHint")}
          name="code"
          autoComplete="one-time-code"
          mono
          value={code}
          onChange={setCode}
          error={fieldProblem("code")}
          autoFocus
        />
      )}
      <Button type="submit" variant="primary" isPending={isPending} className="mt-2 w-full">
        {t("submit")}
      </Button>
    </Form>
  );
}
