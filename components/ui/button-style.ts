import { cn } from "@/components/ui/cn";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover pressed:bg-accent-hover",
  secondary: "border-line-strong bg-surface text-text hover:bg-surface-2 pressed:bg-line",
  quiet: "border-transparent text-text hover:bg-surface-2 pressed:bg-line",
  danger: "border-transparent bg-bad text-on-bad hover:bg-bad-hover pressed:bg-bad-hover",
};

const sizes: Record<ButtonSize, string> = {
  small: "min-h-7 px-2 text-dense",
  medium: "min-h-8 px-3 text-base pointer-coarse:min-h-10",
};

/** The look that buttons and links dressed as buttons share. */
export function buttonStyle({
  variant = "secondary",
  size = "medium",
}: {
  variant?: ButtonVariant;
  size?: ButtonSize;
}) {
  return cn(
    "relative inline-flex shrink-0 cursor-pointer items-center justify-center gap-1.5 rounded-control border font-medium",
    "whitespace-nowrap no-underline transition-colors select-none [&_svg]:size-4 [&_svg]:shrink-0",
    "disabled:cursor-not-allowed disabled:opacity-50",
    variants[variant],
    sizes[size],
  );
}
