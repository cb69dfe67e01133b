"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SidePanelForm } from "@/components/ui/side-panel-form";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { UserLine } from "@/lib/users/queries";
import { changeUserAction } from "./actions";
import { RoleChoice } from "./role-choice";

export function EditUser({ user, onClose }: { user: UserLine; onClose: () => void }) {
  const t = useTranslations("permissions");
  const { run, form, isPending, problem, fieldProblem, clearProblem } = useAction(changeUserAction);
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState(user.role);

  async function save() {
    if ((await run({ userId: user.id, name, role })) === undefined) return;
    showToast({ title: t("saved", { name }), tone: "good" });
    onClose();
  }

  return (
    <SidePanelForm
      title={t("editTitle", { name: user.name })}
      description={user.email}
      submitLabel={t("save")}
      onSubmit={() => void save()}
      onClose={onClose}
      form={form}
      isPending={isPending}
      problem={problem}
    >
      <TextField
        label={t("name")}
        autoFocus
        isRequired
        value={name}
        onChange={(value) => {
          setName(value);
          clearProblem("name");
        }}
        error={fieldProblem("name")}
      />
      <RoleChoice
        value={role}
        onChange={(value) => {
          setRole(value);
          clearProblem("role");
        }}
        error={fieldProblem("role")}
      />
      <p className="text-pretty text-quiet">{t("roleHint")}</p>
    </SidePanelForm>
  );
}
