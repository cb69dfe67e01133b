import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type EmptyStateProps = {
  title?: string;
  /** One sentence. */
  children: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
  className?: string;
};

/** Nothing here yet: one sentence why, one way on. */
export function EmptyState({ title, children, action, icon, className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        "mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-10 text-center text-base",
        className,
      )}
    >
      {icon && (
        <span
          aria-hidden
          className="mb-1 flex size-10 items-center justify-center rounded-full bg-surface-2 text-quiet [&_svg]:size-5"
        >
          {icon}
        </span>
      )}
      {title && <p className="text-section font-semibold">{title}</p>}
      <p className="text-pretty whitespace-normal text-quiet">{children}</p>
      {action && <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  );
}
