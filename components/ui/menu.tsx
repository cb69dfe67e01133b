"use client";
import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover,
  Text,
} from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { floatingItem, floatingPanel } from "@/components/ui/control";
import { IconButton } from "@/components/ui/icon-button";

export type MenuItem = {
  id: string;
  label: string;
  icon?: ReactNode;
  tone?: "danger";
  href?: string;
  onAction?: () => void;
  isDisabled?: boolean;
  /** Why the command cannot be used now; it is then shown and disabled. */
  reason?: string;
};

type MenuProps = {
  label: string;
  items: MenuItem[];
  /** A `Button` or `IconButton`; three dots when left out. */
  trigger?: ReactNode;
  placement?: "bottom start" | "bottom end" | "top start" | "right bottom";
};

/** Commands behind a button. */
export function Menu({ label, items, trigger, placement = "bottom end" }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger ?? <IconButton label={label} size="small" icon={<Ellipsis aria-hidden />} />}
      <Popover placement={placement} offset={4} className={cn(floatingPanel, "min-w-44")}>
        <AriaMenu aria-label={label} className="max-h-[inherit] overflow-auto p-1 outline-none">
          {items.map((item) => (
            <AriaMenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              href={item.href}
              onAction={item.onAction}
              isDisabled={item.isDisabled || item.reason !== undefined}
              className={cn(
                floatingItem,
                "no-underline [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-quiet",
                item.reason && "items-start [&_svg]:mt-0.5",
                item.tone === "danger" && "text-bad focus:bg-bad-soft [&_svg]:text-bad",
              )}
            >
              {item.icon}
              {item.reason ? (
                <span className="flex max-w-64 min-w-0 flex-col">
                  <Text slot="label">{item.label}</Text>
                  <Text slot="description" className="text-dense">
                    {item.reason}
                  </Text>
                </span>
              ) : (
                item.label
              )}
            </AriaMenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
