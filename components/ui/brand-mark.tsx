import { cn } from "@/components/ui/cn";

/** Ferry's mark: a hull on its way across. One colour, taken from the text around it; also in app/icon.svg. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden fill="currentColor" className={cn("size-6", className)}>
      <path d="M6.25 1h3.5v2.25H12V6.1l2.6 1.05L13 11.2a3.4 3.4 0 0 1-2-1.05 3.9 3.9 0 0 1-6 0 3.4 3.4 0 0 1-2 1.05L1.4 7.15 4 6.1V3.25h2.25z" />
      <path d="M1 12.2c1.5 0 2.5-.5 4-1.6 2 1.6 4 1.6 6 0 1.5 1.1 2.5 1.6 4 1.6V14c-1.6 0-2.8-.4-4-1.15-2 1.25-4 1.25-6 0C3.8 13.6 2.6 14 1 14z" />
    </svg>
  );
}
