import {
  CircleCheck,
  CircleDotDashed,
  CircleSlash,
  CircleX,
  Clock,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

export type StatusTone = "good" | "working" | "waiting" | "warning" | "bad" | "off";

const looks: Record<StatusTone, { icon: LucideIcon; className: string }> = {
  good: { icon: CircleCheck, className: "bg-good-soft text-good" },
  working: { icon: CircleDotDashed, className: "bg-working-soft text-working" },
  waiting: { icon: Clock, className: "bg-waiting-soft text-waiting" },
  warning: { icon: TriangleAlert, className: "bg-warning-soft text-warning" },
  bad: { icon: CircleX, className: "bg-bad-soft text-bad" },
  off: { icon: CircleSlash, className: "bg-off-soft text-off" },
};

/** A state as picture and word, never as colour alone. */
export function StatusPill({
  tone,
  children,
  className,
}: {
  tone: StatusTone;
  children: ReactNode;
  className?: string;
}) {
  const { icon: Icon, className: look } = looks[tone];
  return (
    <span
      className={cn(
        "inline-flex w-fit items-center gap-1 rounded-panel py-0.5 ps-1.5 pe-2 text-start text-xs font-medium max-sm:w-max max-sm:max-w-40 sm:whitespace-nowrap",
        look,
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {children}
    </span>
  );
}
