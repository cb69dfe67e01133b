"use server";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { withOrigin } from "@/lib/audit/origin";
import { signOut } from "@/lib/auth/next-auth";
import { previewSchedule } from "@/lib/schedule/queries";
import { previewScheduleSchema } from "@/lib/schedule/schema";
import { resumeInstallation } from "@/lib/copies/pause";
import { removeSample } from "@/lib/sample/remove-sample";
import { updatePreferences } from "@/lib/users/update-own-user";
import { writePreferences } from "@/lib/users/preference-cookies";
import { preferencesSchema } from "@/lib/users/schema";

export const updatePreferencesAction = defineAction({
  input: preferencesSchema,
  run: async (actor, input) => {
    writePreferences(await cookies(), input);
    return updatePreferences(actor, input);
  },
  refresh: ["/"],
});

export const removeSampleAction = defineAction({ input: z.object({}), run: removeSample, refresh: ["/"] });

export const previewScheduleAction = defineAction({ input: previewScheduleSchema, run: previewSchedule });
export const resumeInstallationAction = defineAction({
  input: z.object({}),
  run: resumeInstallation,
  refresh: ["/"],
});

export async function signOutAction(): Promise<void> {
  await withOrigin({ headers: await headers() }, () => signOut({ redirect: false }));
  redirect("/sign-in");
}
