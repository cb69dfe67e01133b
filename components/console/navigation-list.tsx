"use client";
import { usePathname, useRouter } from "next/navigation";
import { Link } from "react-aria-components";
import { icons, type IconName } from "@/components/console/icons";
import { cn } from "@/components/ui/cn";
import { currentHref } from "@/components/ui/current-href";
import { Tooltip } from "@/components/ui/tooltip";

export type NavigationItem = { href: string; label: string; icon: IconName; alsoAt?: string };
export type NavigationGroup = { label: string; items: NavigationItem[] };

type NavigationListProps = { groups: NavigationGroup[]; collapses?: boolean; onNavigate?: () => void };

/** The places of the console. With `collapses`, medium screens see the icons only and get the words as tooltips. */
export function NavigationList({ groups, collapses, onNavigate }: NavigationListProps) {
  const current = currentHref(
    usePathname(),
    groups.flatMap((group) => group.items.flatMap(({ href, alsoAt }) => (alsoAt ? [href, alsoAt] : [href]))),
  );
  return groups.map((group) => (
    <div key={group.label} className="flex flex-col gap-0.5 not-first:mt-5">
      <h2
        className={cn(
          "px-2.5 pb-1 text-xs font-medium text-quiet",
          collapses &&
            "max-lg:mx-2 max-lg:mb-1 max-lg:h-px max-lg:overflow-hidden max-lg:bg-line max-lg:p-0 max-lg:text-transparent",
        )}
      >
        {group.label}
      </h2>
      <ul className="flex flex-col gap-0.5">
        {group.items.map((item) => (
          <li key={item.href}>
            <Place
              item={item}
              isCurrent={current !== undefined && [item.href, item.alsoAt].includes(current)}
              collapses={collapses}
              onNavigate={onNavigate}
            />
          </li>
        ))}
      </ul>
    </div>
  ));
}

type PlaceProps = { item: NavigationItem; isCurrent: boolean; collapses?: boolean; onNavigate?: () => void };

function Place({ item, isCurrent, collapses, onNavigate }: PlaceProps) {
  const router = useRouter();
  const Icon = icons[item.icon];
  return (
    <Tooltip text={item.label} placement="right" isDisabled={!collapses} className="lg:hidden">
      <Link
        href={item.href}
        aria-current={isCurrent ? "page" : undefined}
        onHoverStart={() => router.prefetch(item.href)}
        onPress={onNavigate}
        className={cn(
          "flex min-h-8 items-center gap-2.5 rounded-control px-2.5 text-text no-underline transition-colors",
          "hover:bg-surface-2 focus-visible:-outline-offset-2 pointer-coarse:min-h-10",
          collapses && "max-lg:justify-center max-lg:px-0",
          isCurrent && "bg-accent-soft font-medium text-accent hover:bg-accent-soft",
        )}
      >
        <Icon aria-hidden className={cn("size-4 shrink-0", !isCurrent && "text-quiet")} />
        <span className={cn("truncate", collapses && "max-lg:sr-only")}>{item.label}</span>
      </Link>
    </Tooltip>
  );
}
