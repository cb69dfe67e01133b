import { z } from "zod";
import { newPasswordSchema } from "@/lib/auth/password-schema";
import { storableText } from "@/lib/storable-text";
import { isTimeZone } from "@/lib/time-zone";

export const profileSchema = z.object({ name: storableText.trim().min(1, "required").max(100, "too_long") });
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
