"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { PasswordField } from "@/components/ui/password-field";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import { PASSWORD_MIN_LENGTH } from "@/lib/auth/password-schema";
import { acceptLinkAction } from "../actions";
import { openConsole } from "../open-console";

export function SetPasswordForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("setPassword");
  const setup = useTranslations("setup");
  const signIn = useTranslations("signIn");
  const router = useRouter();
  const { run, form, isPending, problem, fieldProblem } = useAction(acceptLinkAction);
  const [password, setPassword] = useState("");
  return (
    <Form
      ref={form}
      className="flex flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        const set = await run({ token, password });
        if (set?.isSignedIn) openConsole();
        else if (set) router.push("/sign-in");
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {/* For password managers, which keep a password under the name beside it. */}
      <TextField label={signIn("email")} type="email" autoComplete="username" value={email} isReadOnly />
      <PasswordField
        label={t("password")}
        name="password"
        autoComplete="new-password"
        description={setup("passwordHint", { minimum: PASSWORD_MIN_LENGTH })}
        value={password}
        onChange={setPassword}
        error={fieldProblem("password")}
        autoFocus
      />
      <Button type="submit" variant="primary" isPending={isPending} className="mt-2 w-full">
        {t("submit")}
      </Button>
    </Form>
  );
}
