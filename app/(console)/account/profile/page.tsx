import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeyValues } from "@/components/ui/key-values";
import { RelativeTime } from "@/components/ui/relative-time";
import { requireUser } from "@/lib/auth/current-actor";
import { ProfileForm } from "./profile-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("profile") };
}

export default async function ProfilePage() {
  const user = await requireUser();
  const t = await getTranslations("account");
  const roles = await getTranslations("roles");
  return (
    <div className="flex flex-col gap-6">
      <KeyValues
        items={[
          { label: t("email"), value: user.email },
          { label: t("role"), value: roles(user.role) },
          {
            label: t("lastSignIn"),
            value: user.lastSignInAt && <RelativeTime at={user.lastSignInAt.toISOString()} />,
          },
        ]}
      />
      <ProfileForm name={user.name} />
    </div>
  );
}
