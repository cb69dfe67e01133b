import { redirect } from "next/navigation";
import { requireActor } from "@/lib/auth/current-actor";

/** The console opens where the work is. */
export default async function StartPage() {
  await requireActor();
  redirect("/data/exports");
}
