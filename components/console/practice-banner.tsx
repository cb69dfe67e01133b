import { FlaskConical } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** One quiet line over the page: nothing here reaches the real Klaviyo. */
export function PracticeBanner({ children, action }: { children: ReactNode; action?: ReactNode }) {
  const t = useTranslations("shell");
  return (
    <aside
      aria-label={t("practice")}
      className="flex gap-2 border-b border-line bg-waiting-soft px-4 py-1.5 text-dense text-waiting md:px-8"
    >
      <FlaskConical aria-hidden className="mt-px size-4 shrink-0" />
      <p>
        <span className="me-3">{children}</span> {action && <span className="inline-block">{action}</span>}
      </p>
    </aside>
  );
}
