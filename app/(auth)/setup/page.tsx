import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/console/auth-card";
import { LinkButton } from "@/components/ui/link-button";
import { isSetupTokenValid } from "@/lib/setup/setup-link";
import { SetupForm } from "./setup-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("setup"))("title"), referrer: "no-referrer" };
}

export default async function SetupPage({ searchParams }: PageProps<"/setup">) {
  const { token } = await searchParams;
  const t = await getTranslations("setup");
  if (typeof token !== "string" || !(await isSetupTokenValid(token)))
    return (
      <AuthCard title={t("invalidTitle")} description={t("invalidBody")}>
        <LinkButton href="/sign-in" variant="primary" className="w-full">
          {t("toSignIn")}
        </LinkButton>
      </AuthCard>
    );
  return (
    <AuthCard title={t("title")} description={t("purpose")}>
      <SetupForm token={token} />
    </AuthCard>
  );
}
