export const themes = ["light", "dark", "system"] as const;

export type Theme = (typeof themes)[number];

/** The value as a theme; what the system prefers when it is none. */
export function toTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
