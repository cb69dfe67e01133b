import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { findCurrentSession, requireActor } from "@/lib/auth/current-actor";
import { env } from "@/lib/env";
import { listOwnSessions } from "@/lib/users/own-sessions";
import { SessionList } from "./session-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("sessions") };
}

export default async function SessionsPage() {
  const actor = await requireActor();
  const current = await findCurrentSession();
  const sessions = await listOwnSessions(actor, current?.id ?? "");
  const { SESSION_IDLE_HOURS, SESSION_DAYS } = env();
  return <SessionList sessions={sessions} idleHours={SESSION_IDLE_HOURS} days={SESSION_DAYS} />;
}
