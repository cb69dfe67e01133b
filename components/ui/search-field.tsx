"use client";
import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Button, Group, Input, Label, SearchField as AriaSearchField } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { controlBox, controlInput } from "@/components/ui/control";
import { useShortcut } from "@/components/ui/use-shortcut";

type SearchFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: (value: string) => void;
  placeholder?: string;
  /** The key that brings the cursor here, usually "/". */
  shortcut?: string;
  className?: string;
};

/** Narrows a list while one types. Its label is heard, not seen. */
export function SearchField({ label, placeholder, shortcut, className, ...props }: SearchFieldProps) {
  const t = useTranslations("ui");
  const input = useRef<HTMLInputElement>(null);
  useShortcut(shortcut, () => input.current?.focus());
  return (
    <AriaSearchField {...props} aria-keyshortcuts={shortcut} className={cn("group/search w-64", className)}>
      <Label className="sr-only">{label}</Label>
      <Group className={controlBox}>
        <Search aria-hidden className="ms-2.5 size-4 shrink-0 text-quiet" />
        <Input
          ref={input}
          placeholder={placeholder ?? t("search")}
          className={cn(controlInput, "ps-2 [&::-webkit-search-cancel-button]:hidden")}
        />
        {shortcut && (
          <kbd
            aria-hidden
            className="me-2 hidden rounded-small border border-line px-1.5 font-mono text-xs text-quiet pointer-fine:group-empty/search:inline pointer-fine:group-focus-within/search:hidden"
          >
            {shortcut}
          </kbd>
        )}
        <Button
          aria-label={t("clear")}
          className="me-1 flex size-6 items-center justify-center rounded-small text-quiet group-empty/search:hidden hover:bg-surface-2"
        >
          <X aria-hidden className="size-4" />
        </Button>
      </Group>
    </AriaSearchField>
  );
}
