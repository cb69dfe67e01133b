import { CircleAlert, CircleCheck, Info, TriangleAlert, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type NoticeTone = "info" | "good" | "warning" | "bad";

const looks: Record<NoticeTone, { icon: LucideIcon; box: string; iconColour: string }> = {
  info: { icon: Info, box: "bg-waiting-soft", iconColour: "text-waiting" },
  good: { icon: CircleCheck, box: "bg-good-soft", iconColour: "text-good" },
  warning: { icon: TriangleAlert, box: "bg-warning-soft", iconColour: "text-warning" },
  bad: { icon: CircleAlert, box: "bg-bad-soft", iconColour: "text-bad" },
};

type NoticeProps = {
  tone: NoticeTone;
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  role?: "alert" | "status";
  className?: string;
};

/** Something to know about what stands beside it, in the flow of the page. */
export function Notice({ tone, title, children, action, role, className }: NoticeProps) {
  const t = useTranslations("ui");
  const { icon: Icon, box, iconColour } = looks[tone];
  return (
    <div
      role={role}
      className={cn("flex flex-wrap items-start gap-x-4 gap-y-2 rounded-control px-3 py-2.5", box, className)}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-2.5">
        <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", iconColour)} />
        <div className="min-w-0">
          <span className="sr-only">{t(`noticeTone.${tone}`)}: </span>
          {title && <p className="font-medium">{title}</p>}
          {children && <div className={cn(title && "mt-0.5")}>{children}</div>}
        </div>
      </div>
      {action && <div className="ms-6.5 flex shrink-0 gap-2 sm:ms-0">{action}</div>}
    </div>
  );
}
