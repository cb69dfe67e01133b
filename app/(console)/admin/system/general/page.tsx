import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireActor } from "@/lib/auth/current-actor";
import { readRegion } from "@/lib/users/read-region";
import { GeneralForm } from "./general-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("system"))("general") };
}

export default async function GeneralPage() {
  await requireActor("system:read");
  return <GeneralForm {...await readRegion()} />;
}
