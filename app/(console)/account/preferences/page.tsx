import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { toTheme } from "@/components/ui/theme";
import { requireActor } from "@/lib/auth/current-actor";
import { PreferencesForm } from "./preferences-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("preferences") };
}

export default async function PreferencesPage() {
  await requireActor();
  const theme = toTheme((await cookies()).get("ferry.theme")?.value);
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return (
    <PreferencesForm
      locale={await getLocale()}
      theme={theme}
      timeZone={await getTimeZone()}
      timeZones={zones}
    />
  );
}
