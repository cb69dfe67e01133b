import { publicUrl } from "@/lib/env";

interface Preferences {
  locale?: string | null;
  theme?: string | null;
  timeZone?: string | null;
  region?: string | null;
}

interface CookieJar {
  set: (name: string, value: string, options: object) => unknown;
}

const YEAR_SECONDS = 31_536_000;

/** Puts a user's preferences where every page reads them; what the user never chose is left to the browser. */
export function writePreferences(jar: CookieJar, preferences: Preferences): void {
  const options = {
    maxAge: YEAR_SECONDS,
    sameSite: "lax",
    path: "/",
    secure: publicUrl().startsWith("https:"),
  };
  if (preferences.locale) jar.set("ferry.locale", preferences.locale, options);
  if (preferences.theme) jar.set("ferry.theme", preferences.theme, options);
  if (preferences.region) jar.set("ferry.region", preferences.region, options);
  if (preferences.timeZone) jar.set("ferry.timeZone", preferences.timeZone, options);
}
