"use client";
import { Check } from "lucide-react";
import { ListBoxItem } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { floatingItem } from "@/components/ui/control";

export type OptionItem = {
  id: string;
  label: string;
  description?: string;
  /** The heading it stands under, in a `Select`. Items of a group stand together. */
  group?: string;
};

/** One choice in the list of a select or combo box. */
export function Option({ item }: { item: OptionItem }) {
  return (
    <ListBoxItem id={item.id} textValue={item.label} className={cn(floatingItem, "group/option items-start")}>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="group-selected/option:font-medium">{item.label}</span>
        {item.description && <span className="text-dense text-quiet">{item.description}</span>}
      </span>
      <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-accent not-group-selected/option:invisible" />
    </ListBoxItem>
  );
}
