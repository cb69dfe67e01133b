"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useFormatter } from "next-intl";
import { cn } from "@/components/ui/cn";
import { currentHref } from "@/components/ui/current-href";
import { tabListLook, tabLook } from "@/components/ui/tab-style";

type LinkTab = { href: string; label: string; count?: number };

/** The pages that make up one place, with an address each. */
export function LinkTabs({ label, tabs, className }: { label: string; tabs: LinkTab[]; className?: string }) {
  const pathname = usePathname();
  const format = useFormatter();
  const current = currentHref(
    pathname,
    tabs.map(({ href }) => href),
  );
  return (
    <nav aria-label={label} className={cn(tabListLook, className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.href === current ? "page" : undefined}
          className={tabLook(tab.href === current)}
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className="text-quiet tabular-nums">{format.number(tab.count)}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
