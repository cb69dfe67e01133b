"use client";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { floatingItem, floatingPanel } from "@/components/ui/control";

type ChoiceMenuProps = {
  label: string;
  options: { id: string; label: string; icon?: ReactNode; lang?: string }[];
  value: string;
  onChange: (id: string) => void;
  /** A `Button` or `IconButton` that shows the present choice. */
  trigger: ReactNode;
};

/** A setting with a few values behind a button, kept at once. */
export function ChoiceMenu({ label, options, value, onChange, trigger }: ChoiceMenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement="top start" offset={4} className={cn(floatingPanel, "min-w-44")}>
        <Menu
          aria-label={label}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[value]}
          onAction={(key) => onChange(String(key))}
          className="p-1 outline-none"
        >
          {options.map((option) => (
            <MenuItem
              key={option.id}
              id={option.id}
              textValue={option.label}
              className={cn(floatingItem, "group/choice [&_svg]:size-4 [&_svg]:text-quiet")}
            >
              {option.icon}
              <span lang={option.lang} className="flex-1">
                {option.label}
              </span>
              <Check aria-hidden className="size-4 not-group-selected/choice:invisible" />
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
