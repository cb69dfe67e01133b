"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import { useAction } from "@/components/ui/use-action";
import { updateProfileAction } from "../actions";

export function ProfileForm({ name: saved }: { name: string }) {
  const t = useTranslations("account");
  const { run, form, isPending, problem, fieldProblem } = useAction(updateProfileAction);
  const [name, setName] = useState(saved);
  return (
    <Form
      ref={form}
      className="flex max-w-100 flex-col items-start gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        if ((await run({ name })) !== undefined) showToast({ title: t("saved"), tone: "good" });
      }}
    >
      <UnsavedGuard isDirty={name !== saved} />
      {problem && <FormProblem>{problem}</FormProblem>}
      <TextField
        label={t("name")}
        name="name"
        autoComplete="name"
        value={name}
        onChange={setName}
        error={fieldProblem("name")}
        className="w-full"
      />
      <Button type="submit" variant="primary" isPending={isPending}>
        {t("save")}
      </Button>
    </Form>
  );
}
