import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type Crumb = { href: string; label: string };

type PageProps = {
  title: ReactNode;
  /** One sentence, on first-level pages. */
  purpose?: ReactNode;
  action?: ReactNode;
  breadcrumb?: Crumb[];
  width?: "content" | "full" | "form";
  children: ReactNode;
};

const widths = { content: "max-w-7xl", full: "max-w-none", form: "max-w-3xl" };

/** The head and the column that every page of the console has. */
export function Page({ title, purpose, action, breadcrumb, width = "content", children }: PageProps) {
  return (
    <div className={cn("flex flex-col gap-6 px-4 pt-5 pb-16 md:px-8 md:pt-7", widths[width])}>
      <header className="flex flex-col gap-2">
        {breadcrumb && <Breadcrumb crumbs={breadcrumb} />}
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
            <h1 className="text-title font-semibold tracking-[-0.01em] text-balance">{title}</h1>
            {purpose && <p className="max-w-prose text-pretty text-quiet">{purpose}</p>}
          </div>
          {action && <div className="flex flex-wrap gap-2">{action}</div>}
        </div>
      </header>
      {children}
    </div>
  );
}

function Breadcrumb({ crumbs }: { crumbs: Crumb[] }) {
  const t = useTranslations("ui");
  return (
    <nav aria-label={t("breadcrumb")}>
      <ol className="flex flex-wrap items-center gap-1 text-dense text-quiet">
        {crumbs.map((crumb) => (
          <li key={crumb.href} className="flex items-center gap-1">
            <Link href={crumb.href} className="rounded-small hover:text-text hover:underline">
              {crumb.label}
            </Link>
            <ChevronRight aria-hidden className="size-3.5 shrink-0" />
          </li>
        ))}
      </ol>
    </nav>
  );
}
