import { cn } from "@/components/ui/cn";

/** The line that tabs stand on; it scrolls sideways where they do not fit. */
export const tabListLook =
  "relative flex gap-5 overflow-x-auto overflow-y-hidden shadow-[inset_0_-1px_var(--color-line)]";

/** One tab, the current one underlined. */
export function tabLook(isCurrent: boolean) {
  return cn(
    "flex shrink-0 cursor-pointer items-center gap-1.5 border-b-2 border-transparent pt-1 pb-2 whitespace-nowrap text-quiet",
    "transition-colors hover:text-text focus-visible:-outline-offset-2",
    isCurrent && "border-accent font-medium text-text",
  );
}
