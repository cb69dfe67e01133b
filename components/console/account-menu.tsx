"use client";
import { CircleUser, Keyboard, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { startTransition } from "react";
import { FootButton } from "@/components/console/foot-button";
import { Menu } from "@/components/ui/menu";

export type ShellUser = { name: string; email: string; roleLabel: string };

type AccountMenuProps = {
  user: ShellUser;
  signOutAction: () => Promise<void>;
  onShowKeys: () => void;
  collapses?: boolean;
};

/** Who is signed in, their profile, and the way out. */
export function AccountMenu({ user, signOutAction, onShowKeys, collapses }: AccountMenuProps) {
  const t = useTranslations("shell");
  return (
    <Menu
      label={t("account")}
      placement="top start"
      items={[
        { id: "profile", label: t("profile"), icon: <CircleUser aria-hidden />, href: "/account/profile" },
        { id: "keys", label: t("keyboard"), icon: <Keyboard aria-hidden />, onAction: onShowKeys },
        { id: "sign-out", label: t("signOut"), icon: <LogOut aria-hidden />, onAction: signOut },
      ]}
      trigger={
        <FootButton
          label={t("account")}
          icon={<Initials name={user.name || user.email} />}
          collapses={collapses}
          className="py-1.5"
        >
          <span className="block truncate font-medium">{user.name || user.email}</span>
          <span className="block truncate text-xs text-quiet">{user.roleLabel}</span>
        </FootButton>
      }
    />
  );

  function signOut() {
    startTransition(signOutAction);
  }
}

function Initials({ name }: { name: string }) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => word?.charAt(0) ?? "",
  );
  return (
    <span
      aria-hidden
      className="flex size-7 shrink-0 items-center justify-center rounded-full bg-off-soft text-xs font-semibold text-off uppercase"
    >
      {letters.join("")}
    </span>
  );
}
