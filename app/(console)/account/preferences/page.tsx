import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { toTheme } from "@/components/ui/theme";
import { requireActor } from "@/lib/auth/current-actor";
import { listChoices } from "@/lib/notifications/queries";
import { readRegion } from "@/lib/users/read-region";
import { NotificationChoices } from "./notification-choices";
import { PreferencesForm } from "./preferences-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("preferences") };
}

export default async function PreferencesPage() {
  const actor = await requireActor();
  const theme = toTheme((await cookies()).get("ferry.theme")?.value);
  return (
    <div className="flex flex-col gap-6">
      <PreferencesForm theme={theme} {...await readRegion()} />
      <NotificationChoices {...await listChoices(actor)} />
    </div>
  );
}
