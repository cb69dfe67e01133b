import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { requireUser } from "@/lib/auth/current-actor";
import { writePreferences } from "@/lib/users/preference-cookies";

/** Where signing in ends: brings the person's own language, theme and zone to this browser, then opens the console. */
export async function GET(): Promise<never> {
  const user = await requireUser();
  writePreferences(await cookies(), user);
  redirect("/");
}
