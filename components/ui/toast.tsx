"use client";
import { CircleAlert, CircleCheck, Info, TriangleAlert, X, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import {
  Button,
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from "react-aria-components";
import { cn } from "@/components/ui/cn";

type ToastTone = "info" | "good" | "warning" | "bad";
type ToastMessage = { title: string; description?: string; tone?: ToastTone };

const queue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 });

const icons: Record<ToastTone, { icon: LucideIcon; className: string }> = {
  info: { icon: Info, className: "text-waiting" },
  good: { icon: CircleCheck, className: "text-good" },
  warning: { icon: TriangleAlert, className: "text-warning" },
  bad: { icon: CircleAlert, className: "text-bad" },
};

/** Says in passing what just happened. Must not be the only record of it. Problems stay until dismissed. */
export function showToast(message: ToastMessage) {
  queue.add(message, message.tone === "bad" ? undefined : { timeout: 6_000 });
}

/** The corner where toasts appear; once per app, in `Providers`. */
export function ToastRegion() {
  const t = useTranslations("ui");
  return (
    <AriaToastRegion
      queue={queue}
      aria-label={t("notifications")}
      className="fixed inset-x-4 bottom-4 z-50 flex flex-col-reverse gap-2 rounded-panel sm:start-auto sm:end-6 sm:bottom-6 sm:w-90"
    >
      {({ toast }) => <ToastCard toast={toast} />}
    </AriaToastRegion>
  );
}

function ToastCard({ toast }: { toast: Parameters<typeof AriaToast<ToastMessage>>[0]["toast"] }) {
  const t = useTranslations("ui");
  const { title, description, tone = "good" } = toast.content;
  const { icon: Icon, className } = icons[tone];
  return (
    <AriaToast
      toast={toast}
      className="flex items-start gap-2.5 rounded-panel border border-line bg-surface p-3 shadow-float motion-safe:animate-[arrive_160ms_var(--ease-settle)]"
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", className)} />
      <ToastContent className="flex min-w-0 flex-1 flex-col">
        <Text slot="title" className="font-medium">
          {title}
        </Text>
        {description && (
          <Text slot="description" className="text-quiet">
            {description}
          </Text>
        )}
      </ToastContent>
      <Button
        slot="close"
        aria-label={t("close")}
        className="-m-1 flex size-7 shrink-0 items-center justify-center rounded-control text-quiet hover:bg-surface-2"
      >
        <X aria-hidden className="size-4" />
      </Button>
    </AriaToast>
  );
}
