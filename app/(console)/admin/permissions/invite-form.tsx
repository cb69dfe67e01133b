"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { SidePanel } from "@/components/ui/side-panel";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import type { Delivery } from "@/lib/users/deliver-link";
import type { UserLine } from "@/lib/users/queries";
import { inviteUserAction } from "./actions";
import { RoleChoice } from "./role-choice";

interface InviteFormProps {
  onMade: (made: { name: string; delivery: Delivery }) => void;
  onClose: () => void;
}

export function InviteForm({ onMade, onClose }: InviteFormProps) {
  const t = useTranslations("permissions");
  const { run, form, isPending, problem, fieldProblem, clearProblem } = useAction(inviteUserAction);
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<UserLine["role"]>("contributor");

  async function invite() {
    const made = await run({ email, name, role });
    if (made) onMade({ name, delivery: made });
  }

  return (
    <SidePanel
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("invite")}
      description={t("inviteHint")}
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" isPending={isPending} type="submit" form="invite-form">
            {t("makeLink")}
          </Button>
        </>
      }
    >
      <Form
        ref={form}
        id="invite-form"
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void invite();
        }}
      >
        {problem && <FormProblem>{problem}</FormProblem>}
        <TextField
          label={t("email")}
          type="email"
          autoFocus
          isRequired
          value={email}
          onChange={(value) => {
            setEmail(value);
            clearProblem("email");
          }}
          error={fieldProblem("email")}
        />
        <TextField
          label={t("name")}
          isRequired
          value={name}
          onChange={(value) => {
            setName(value);
            clearProblem("name");
          }}
          error={fieldProblem("name")}
        />
        <RoleChoice value={role} onChange={setRole} error={fieldProblem("role")} />
      </Form>
    </SidePanel>
  );
}
