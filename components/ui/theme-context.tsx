"use client";
import { createContext, use } from "react";
import type { Theme } from "@/components/ui/theme";

/** The theme that the document was drawn with; `Providers` fills it. */
export const ThemeContext = createContext<Theme>("system");

/** The person's choice of theme. */
export function useTheme() {
  return use(ThemeContext);
}
