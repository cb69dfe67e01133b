import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import type { UserLine } from "@/lib/users/queries";

const tones = { active: "good", invited: "waiting", disabled: "off" } as const;

export function UserStatus({ user }: { user: Pick<UserLine, "status" | "isInvitationOpen"> }) {
  const t = useTranslations("permissions");
  const { status, isInvitationOpen } = user;
  if (status === "invited" && !isInvitationOpen)
    return <StatusPill tone="warning">{t("status_expired")}</StatusPill>;
  return <StatusPill tone={tones[status]}>{t(`status_${status}`)}</StatusPill>;
}
