"use client";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import {
  Button,
  Header,
  ListBox,
  ListBoxSection,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { controlBox, floatingPanel } from "@/components/ui/control";
import { FieldHint, FieldLabel, FieldProblem, type HideLabel } from "@/components/ui/field-parts";
import { Option, type OptionItem } from "@/components/ui/option";

export type SelectProps = {
  label: string;
  hideLabel?: HideLabel;
  items: OptionItem[];
  value: string | null | undefined;
  onChange: (id: string) => void;
  onBlur?: () => void;
  name?: string;
  error?: string;
  description?: ReactNode;
  placeholder?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
  /** Takes the cursor when it appears. */
  autoFocus?: boolean;
  className?: string;
};

/** One choice out of a few that need no search. */
export function Select({
  label,
  hideLabel,
  items,
  value,
  onChange,
  error,
  description,
  placeholder,
  className,
  ...props
}: SelectProps) {
  const t = useTranslations("ui");
  return (
    <AriaSelect
      {...props}
      value={value ?? null}
      onChange={(key) => key !== null && onChange(String(key))}
      placeholder={placeholder ?? t("choose")}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={cn("group/select flex min-w-0 flex-col gap-1", className)}
    >
      <FieldLabel isRequired={props.isRequired} isHidden={hideLabel}>
        {label}
      </FieldLabel>
      <Button className={cn(controlBox, "cursor-pointer px-2.5 text-start group-invalid/select:border-bad")}>
        <SelectValue className="min-w-0 flex-1 truncate placeholder:text-quiet">
          {({ selectedText, defaultChildren, isPlaceholder }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <ChevronDown aria-hidden className="ms-2 size-4 shrink-0 text-quiet" />
      </Button>
      <FieldHint>{description}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
      <Popover offset={4} className={cn(floatingPanel, "min-w-(--trigger-width)")}>
        <ListBox className="max-h-80 overflow-auto p-1 outline-none">
          {groupsOf(items).map(({ group, members }) => {
            const options = members.map((item) => <Option key={item.id} item={item} />);
            if (!group) return options;
            return (
              <ListBoxSection key={group}>
                <Header className="px-2 py-1 text-xs font-medium text-quiet">{group}</Header>
                {options}
              </ListBoxSection>
            );
          })}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

function groupsOf(items: OptionItem[]) {
  const names = [...new Set(items.map(({ group }) => group))];
  return names.map((group) => ({ group, members: items.filter((item) => item.group === group) }));
}
