import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { preferredLocale, toLocale } from "@/components/ui/locale";
import { toTag } from "@/lib/users/schema";

export { locales, type Locale } from "@/components/ui/locale";

/** What next-intl needs for one request: the person's language and region, zone and the words. */
export default getRequestConfig(async ({ locale: asked }) => {
  const jar = await cookies();
  const language =
    toLocale(asked) ??
    toLocale(jar.get("ferry.locale")?.value) ??
    preferredLocale((await headers()).get("accept-language"));
  const { default: messages } = await import(`@/messages/${language}.json`);
  const locale = toTag(language, jar.get("ferry.region")?.value);
  return { locale, messages, timeZone: toTimeZone(jar.get("ferry.timeZone")?.value), now: new Date() };
});

function toTimeZone(value: string | undefined) {
  if (!value) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    // A RangeError is how Intl says that it does not know the zone.
    return "UTC";
  }
}
