import { z } from "zod";
import { newPasswordSchema } from "@/lib/auth/password-schema";
import { storableText } from "@/lib/storable-text";
import { isTimeZone } from "@/lib/time-zone";

export const profileSchema = z.object({ name: storableText.trim().min(1, "required").max(100, "too_long") });
export type ProfileInput = z.infer<typeof profileSchema>;

export const preferencesSchema = z.object({
  locale: z.enum(["en", "hu"]).optional(),
  theme: z.enum(["light", "dark", "system"]).optional(),
  timeZone: z.string().refine(isTimeZone, "unknown_time_zone").optional(),
});
export type PreferencesInput = z.infer<typeof preferencesSchema>;

export const changePasswordSchema = z.object({
  current: z.string().min(1, "required").max(1000, "too_long"),
  next: newPasswordSchema,
});
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;
