import { useId, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type SectionProps = {
  title: ReactNode;
  description?: ReactNode;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A titled part of a page. */
export function Section({ title, description, action, className, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("flex flex-col gap-4 not-first:mt-4", className)}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h2 id={id} className="text-section font-semibold">
            {title}
          </h2>
          {description && <p className="max-w-prose text-pretty text-quiet">{description}</p>}
        </div>
        {action && <div className="flex flex-wrap gap-2">{action}</div>}
      </div>
      {children}
    </section>
  );
}
