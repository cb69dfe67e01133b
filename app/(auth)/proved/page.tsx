import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/console/auth-card";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("proof"))("backTitle") };
}

/** Where the single sign-on sends people back to who only had to prove who they are. */
export default async function ProvedPage() {
  const t = await getTranslations("proof");
  return <AuthCard title={t("backTitle")} description={t("backHint")} />;
}
