import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { getRun } from "@/lib/runs/queries";
import { RunView } from "./run-view";

export async function generateMetadata({ params }: PageProps<"/data/runs/[runId]">): Promise<Metadata> {
  const actor = await requireActor("export:read");
  const run = await getRun(actor, (await params).runId).catch(orNotFound);
  const t = await getTranslations("runs");
  return { title: t("title", { number: run.number, name: run.export.name }) };
}

export default async function RunPage({ params }: PageProps<"/data/runs/[runId]">) {
  const actor = await requireActor("export:read");
  return <RunView initial={await getRun(actor, (await params).runId).catch(orNotFound)} />;
}
