import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { AuthCard } from "@/components/console/auth-card";
import { findActor } from "@/lib/auth/current-actor";
import { env } from "@/lib/env";
import { SignInForm } from "./sign-in-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignInPage() {
  if (await findActor()) redirect("/");
  const t = await getTranslations("signIn");
  const isPractice = env().FERRY_MODE === "practice";
  return (
    <AuthCard title={t("title")} footer={isPractice && t("practiceHint")}>
      <SignInForm />
    </AuthCard>
  );
}
