import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { getErasure } from "@/lib/privacy/queries";
import { ErasureReport } from "./erasure-report";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("privacy"))("history") };
}

export default async function ErasureReportPage({
  params,
}: PageProps<"/admin/privacy/erasures/[erasureId]">) {
  const actor = await requireActor("privacy:erase");
  return <ErasureReport initial={await getErasure(actor, await params).catch(orNotFound)} />;
}
