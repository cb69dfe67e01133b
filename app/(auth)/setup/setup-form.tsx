"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { PasswordField } from "@/components/ui/password-field";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import { PASSWORD_MIN_LENGTH } from "@/lib/auth/password-schema";
import { setupAction } from "../actions";
import { openConsole } from "../open-console";

export function SetupForm({ token }: { token: string }) {
  const t = useTranslations("setup");
  const signIn = useTranslations("signIn");
  const { run, form, isPending, problem, fieldProblem } = useAction(setupAction);
  const [values, setValues] = useState({ name: "", email: "", password: "" });
  const field = (name: keyof typeof values) => ({
    name,
    value: values[name],
    onChange: (value: string) => setValues({ ...values, [name]: value }),
    error: fieldProblem(name),
  });
  return (
    <Form
      ref={form}
      className="flex flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        if ((await run({ token, ...values })) !== undefined) openConsole();
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      <TextField label={t("name")} autoComplete="name" autoFocus {...field("name")} />
      <TextField label={signIn("email")} type="email" autoComplete="username" {...field("email")} />
      <PasswordField
        label={signIn("password")}
        autoComplete="new-password"
        description={t("passwordHint", { minimum: PASSWORD_MIN_LENGTH })}
        {...field("password")}
      />
      <Button type="submit" variant="primary" isPending={isPending} className="mt-2 w-full">
        {t("submit")}
      </Button>
    </Form>
  );
}
