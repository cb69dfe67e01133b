"use client";
import { ChevronDown, Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";

type DownloadMenuProps = { label: string; items: { href: string; label: string }[] };

/** One thing as a file, in the formats it comes in. */
export function DownloadMenu({ label, items }: DownloadMenuProps) {
  return (
    <Menu
      label={label}
      trigger={
        <Button icon={<Download aria-hidden />}>
          {label}
          <ChevronDown aria-hidden />
        </Button>
      }
      items={items.map((item) => ({
        id: item.href,
        label: item.label,
        // A file is no page: the browser asks for it, not the router, which would ask twice.
        onAction: () => window.location.assign(item.href),
      }))}
    />
  );
}
