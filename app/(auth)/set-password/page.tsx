import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/console/auth-card";
import { LinkButton } from "@/components/ui/link-button";
import { singleSignOn } from "@/lib/env";
import { findLink } from "@/lib/users/user-link";
import { SingleSignOnButton } from "../sign-in/single-sign-on-button";
import { SetPasswordForm } from "./set-password-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("setPassword"))("pageTitle"), referrer: "no-referrer" };
}

export default async function SetPasswordPage({ searchParams }: PageProps<"/set-password">) {
  const { token } = await searchParams;
  const t = await getTranslations("setPassword");
  const link = typeof token === "string" ? await findLink(token) : null;
  if (!link || typeof token !== "string")
    return (
      <AuthCard title={t("invalidTitle")} description={t("invalidBody")}>
        <LinkButton href="/sign-in" variant="primary" className="w-full">
          {t("toSignIn")}
        </LinkButton>
      </AuthCard>
    );
  const isInvitation = link.purpose === "invitation";
  const sso = isInvitation ? singleSignOn() : null;
  return (
    <AuthCard
      title={isInvitation ? t("invitationTitle", { name: link.name }) : t("resetTitle")}
      description={isInvitation ? t("invitationPurpose") : t("resetPurpose")}
    >
      <SetPasswordForm token={token} email={link.email} />
      {sso && <SingleSignOnButton name={sso.name} />}
    </AuthCard>
  );
}
