"use client";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";

interface ItemRowProps {
  label: string;
  removeLabel: string;
  onRemove: () => void;
  children: ReactNode;
}

/** One condition's line: what it asks, and the way to take it out. */
export function ItemRow({ label, removeLabel, onRemove, children }: ItemRowProps) {
  return (
    <div
      role="group"
      aria-label={label}
      className="flex w-full min-w-0 flex-wrap items-start gap-2 max-sm:rounded-control max-sm:bg-surface-2 max-sm:p-2"
    >
      {children}
      <IconButton label={removeLabel} icon={<X />} onPress={onRemove} />
    </div>
  );
}
