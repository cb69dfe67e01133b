export const locales = ["en", "hu"] as const;

export type Locale = (typeof locales)[number];

/** The value as one of our languages, or undefined. */
export function toLocale(value: string | undefined): Locale | undefined {
  return locales.find((locale) => locale === value);
}

/** The language of a tag such as `en-GB`. */
export function toLanguage(tag: string): Locale {
  return toLocale(tag.slice(0, 2)) ?? "en";
}

/** The best of our languages for an Accept-Language header; English when none fits. */
export function preferredLocale(acceptLanguage: string | null): Locale {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return {
        language: tag.slice(0, 2).toLowerCase(),
        quality: quality ? Number(quality.trim().slice(2)) : 1,
      };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted.map(({ language }) => toLocale(language)).find((locale) => locale !== undefined) ?? "en";
}
