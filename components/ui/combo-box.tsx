"use client";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button, ComboBox as AriaComboBox, Group, Input, ListBox, Popover } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { controlBox, controlInput, floatingPanel } from "@/components/ui/control";
import { FieldHint, FieldLabel, FieldProblem } from "@/components/ui/field-parts";
import { Option } from "@/components/ui/option";
import type { SelectProps } from "@/components/ui/select";

type ComboBoxProps = SelectProps & {
  /** What is typed counts even when no item bears it; `onChange` then gets the text. */
  allowsCustomValue?: boolean;
  /** Tells what is typed, for lists that are searched on the server. */
  onInputChange?: (text: string) => void;
  isLoading?: boolean;
  mono?: boolean;
};

/** One choice out of many: typing narrows the list. */
export function ComboBox({
  label,
  hideLabel,
  items,
  value,
  onChange,
  error,
  description,
  placeholder,
  allowsCustomValue,
  onInputChange,
  isLoading,
  mono,
  className,
  ...props
}: ComboBoxProps) {
  const t = useTranslations("ui");
  const known = items.find((item) => item.id === value);

  function typed(text: string) {
    onInputChange?.(text);
    if (allowsCustomValue) onChange(items.find((item) => item.label === text)?.id ?? text);
  }

  return (
    <AriaComboBox
      {...props}
      value={known ? known.id : null}
      defaultInputValue={known?.label ?? (allowsCustomValue ? (value ?? "") : "")}
      onChange={(key) => key !== null && onChange(String(key))}
      onInputChange={typed}
      allowsCustomValue={allowsCustomValue}
      allowsEmptyCollection={!allowsCustomValue}
      menuTrigger="focus"
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={cn("flex min-w-0 flex-col gap-1", className)}
    >
      <FieldLabel isRequired={props.isRequired} isHidden={hideLabel}>
        {label}
      </FieldLabel>
      <Group className={controlBox}>
        <Input
          placeholder={placeholder ?? t("choose")}
          className={cn(controlInput, mono && "font-mono text-dense")}
        />
        <Button className="flex w-8 items-center justify-center self-stretch text-quiet">
          <ChevronDown aria-hidden className="size-4" />
        </Button>
      </Group>
      <FieldHint>{description}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
      <Popover offset={4} className={cn(floatingPanel, "w-(--trigger-width)")}>
        <ListBox
          className="max-h-80 overflow-auto p-1 outline-none"
          renderEmptyState={() => (
            <p className="px-2 py-1.5 text-quiet">{isLoading ? t("loading") : t("noMatches")}</p>
          )}
        >
          {items.map((item) => (
            <Option key={item.id} item={item} />
          ))}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
