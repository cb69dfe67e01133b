import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireActor } from "@/lib/auth/current-actor";
import { getRefreshExtent, getStatus } from "@/lib/status/queries";
import { StatusView } from "./status-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("status"))("title") };
}

export default async function StatusPage() {
  const actor = await requireActor("system:read");
  return <StatusView initial={await getStatus(actor)} extent={await getRefreshExtent(actor)} />;
}
