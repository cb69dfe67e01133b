"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SidePanelForm } from "@/components/ui/side-panel-form";
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
    <SidePanelForm
      title={t("invite")}
      description={t("inviteHint")}
      submitLabel={t("makeLink")}
      onSubmit={() => void invite()}
      onClose={onClose}
      form={form}
      isPending={isPending}
      problem={problem}
    >
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
    </SidePanelForm>
  );
}
