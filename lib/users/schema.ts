import { z } from "zod";
import { newPasswordSchema } from "@/lib/auth/password-schema";
import { storableText } from "@/lib/storable-text";
import { isTimeZone } from "@/lib/time-zone";

export const userNameSchema = storableText.trim().min(1, "required").max(100, "too_long");

export const profileSchema = z.object({ name: userNameSchema });
export type ProfileInput = z.infer<typeof profileSchema>;

/**
 * The regional formats of each language, its own first: those the language is written in. Numbers, dates and times stand
 * in sentences, so a format that another language writes would not read as one.
 */
export const regions = {
  en: [
    "US",
    "GB",
    "AT",
    "AU",
    "BE",
    "CA",
    "CH",
    "CZ",
    "DE",
    "DK",
    "ES",
    "FI",
    "FR",
    "HU",
    "IE",
    "IN",
    "IT",
    "NL",
    "NO",
    "NZ",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
    "ZA",
  ],
  hu: ["HU"],
} as const;

const knownRegions = [...new Set([...regions.en, ...regions.hu])];
export type Region = (typeof knownRegions)[number];

/** The region somebody reads in a language: the one they chose, where the language has it. */
export function regionOf(language: keyof typeof regions, chosen: string | undefined): Region {
  const known: readonly Region[] = regions[language];
  return known.find((region) => region === chosen) ?? regions[language][0];
}

/** By what numbers, dates and times are written: `en-GB`; the language alone where the region is its own. */
export function toTag(language: keyof typeof regions, chosen: string | undefined): string {
  const region = regionOf(language, chosen);
  return region === regions[language][0] ? language : `${language}-${region}`;
}

export const preferencesSchema = z.object({
  locale: z.enum(["en", "hu"]).optional(),
  region: z.enum(knownRegions).optional(),
  theme: z.enum(["light", "dark", "system"]).optional(),
  timeZone: z.string().refine(isTimeZone, "unknown_time_zone").optional(),
});
export type PreferencesInput = z.infer<typeof preferencesSchema>;

export const changePasswordSchema = z.object({
  current: z.string().min(1, "required").max(1000, "too_long"),
  next: newPasswordSchema,
});
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;

export const roles = ["viewer", "contributor", "administrator"] as const;

export const userIdSchema = z.object({ userId: z.uuid() });
export type UserIdInput = z.infer<typeof userIdSchema>;

export const userEmailSchema = z.string().trim().max(254, "too_long").pipe(z.email("not_an_email"));

export const inviteUserSchema = z.object({
  email: userEmailSchema,
  name: userNameSchema,
  role: z.enum(roles),
});
export type InviteUserInput = z.infer<typeof inviteUserSchema>;

export const changeUserSchema = userIdSchema.extend({ name: userNameSchema, role: z.enum(roles) });
export type ChangeUserInput = z.infer<typeof changeUserSchema>;

/** The password somebody sets by a link of theirs. */
export const acceptLinkSchema = z.object({ token: z.string().min(1).max(200), password: newPasswordSchema });
export type AcceptLinkInput = z.infer<typeof acceptLinkSchema>;

/** A code of an authenticator app. */
export const totpCodeSchema = z.object({ code: z.string().trim().min(1, "required").max(20, "code_wrong") });
export type TotpCodeInput = z.infer<typeof totpCodeSchema>;

/** Proving once more who one is: the password, or a code of the app. */
export const proveSelfSchema = z.object({
  way: z.enum(["password", "code"]),
  text: z.string().min(1, "required").max(1_000, "too_long"),
});
export type ProveSelfInput = z.infer<typeof proveSelfSchema>;

export const sessionIdSchema = z.object({ sessionId: z.uuid() });
