import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireUser } from "@/lib/auth/current-actor";
import { TwoStep } from "./two-step";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("twoStep") };
}

export default async function TwoStepPage() {
  const { totpAt } = await requireUser();
  return <TwoStep since={totpAt?.toISOString() ?? null} />;
}
