import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { requireActor } from "@/lib/auth/current-actor";
import { getRetention } from "@/lib/retention/queries";
import { RetentionTable } from "./retention-table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("privacy"))("tabRetention") };
}

export default async function RetentionPage() {
  const actor = await requireActor("privacy:erase");
  const { lines, lastNight } = await getRetention(actor);
  const t = await getTranslations("privacy.retention");
  const format = await getFormatter();
  const at = lastNight && format.dateTime(new Date(lastNight), { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      <p className="max-w-prose text-pretty text-quiet">
        {t("purpose")} {at ? t("lastNight", { at }) : t("neverRan")}
      </p>
      <RetentionTable lines={lines} />
    </>
  );
}
