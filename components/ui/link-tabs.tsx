"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useFormatter } from "next-intl";
import { useEffect, useRef } from "react";
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
  const list = useRef<HTMLElement>(null);
  // Where the tabs scroll, the current one is to be seen whole.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (list.current && tab)
      list.current.scrollLeft = tab.offsetLeft + tab.offsetWidth - list.current.clientWidth;
  }, [current]);
  return (
    <nav ref={list} aria-label={label} className={cn(tabListLook, className)}>
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
