"use client";
import { Ban, CircleCheck, KeyRound, LogOut, Mail, Pencil, ShieldOff, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { MenuItem } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { UserLine } from "@/lib/users/queries";
import { enableUserAction } from "./actions";
import { type Question, UserQuestion } from "./user-question";
import { EditUser } from "./edit-user";

type Open = { user: UserLine; what: "edit" | Question };

/** What can be done with each user, and what is open for one of them. */
export function useUserCommands() {
  const t = useTranslations("permissions");
  const [open, setOpen] = useState<Open>();
  const enable = useAction(enableUserAction);
  const close = () => setOpen(undefined);

  function menuOf(user: UserLine): MenuItem[] {
    const item = (id: "edit" | Question, icon: MenuItem["icon"], more: Partial<MenuItem> = {}) => ({
      id,
      label: t(id),
      icon,
      onAction: () => setOpen({ user, what: id }),
      ...more,
    });
    const other = user.isSelf ? { isDisabled: true, reason: t("notOneself") } : {};
    const items: (MenuItem | false)[] = [
      item("edit", <Pencil />),
      user.status === "invited" && item("resend", <Mail />),
      user.status === "active" && item("reset", <KeyRound />),
      user.hasTotp && item("resetTotp", <ShieldOff />),
      user.status === "active" && item("endSessions", <LogOut />),
      user.status === "disabled" && {
        id: "enable",
        label: t("enable"),
        icon: <CircleCheck />,
        onAction: async () => {
          if ((await enable.run({ userId: user.id })) !== undefined)
            showToast({ title: t("enabled", { name: user.name }), tone: "good" });
        },
      },
      user.status !== "disabled" && item("disable", <Ban />, other),
      item("remove", <Trash2 />, { tone: "danger", ...other }),
    ];
    return items.filter((one) => one !== false);
  }

  const dialog = open && (
    <>
      {open.what === "edit" ? (
        <EditUser user={open.user} onClose={close} />
      ) : (
        <UserQuestion user={open.user} question={open.what} onClose={close} />
      )}
    </>
  );
  return { menuOf, dialog, problem: enable.problem };
}
