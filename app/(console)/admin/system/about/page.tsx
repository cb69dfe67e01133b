import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireActor } from "@/lib/auth/current-actor";
import { getAbout } from "@/lib/system/about";
import { AboutView } from "./about-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("system"))("about") };
}

export default async function AboutPage() {
  const actor = await requireActor("system:read");
  return <AboutView initial={await getAbout(actor)} />;
}
