"use client";
import { useTranslations } from "next-intl";
import { RadioGroup } from "@/components/ui/radio-group";
import type { UserLine } from "@/lib/users/queries";
import { roles } from "@/lib/users/schema";

type Role = UserLine["role"];

interface RoleChoiceProps {
  value: Role;
  onChange: (role: Role) => void;
  error?: string;
}

/** The three roles, each with what it may. */
export function RoleChoice({ value, onChange, error }: RoleChoiceProps) {
  const t = useTranslations("permissions");
  const names = useTranslations("roles");
  return (
    <RadioGroup
      label={t("role")}
      value={value}
      onChange={(id) => onChange(roles.find((role) => role === id) ?? value)}
      options={roles.map((id) => ({ id, label: names(id), description: t(`may_${id}`) }))}
      error={error}
    />
  );
}
