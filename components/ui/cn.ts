import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Without these names tailwind-merge would take `text-dense` for a colour and drop it beside `text-quiet`.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["xs", "dense", "base", "section", "title", "figure"],
      radius: ["small", "control", "panel"],
      shadow: ["float"],
    },
  },
});

/** Joins class names; a later Tailwind utility replaces an earlier one of the same kind. */
export function cn(...classes: ClassValue[]) {
  return merge(clsx(classes));
}
