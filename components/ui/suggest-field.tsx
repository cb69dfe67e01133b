"use client";
import { ComboBox, Group, Input, ListBox, Popover } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { controlBox, controlInput, floatingPanel } from "@/components/ui/control";
import { FieldLabel, FieldProblem } from "@/components/ui/field-parts";
import { Option } from "@/components/ui/option";

type SuggestFieldProps = {
  label: string;
  hideLabel?: boolean;
  value: string;
  onChange: (text: string) => void;
  onFocusChange?: (isFocused: boolean) => void;
  /** Texts to choose from; what is typed need not be one of them. */
  suggestions: string[];
  placeholder?: string;
  error?: string;
  className?: string;
};

/** A text of one's own, with others to choose from. */
export function SuggestField(props: SuggestFieldProps) {
  const { label, hideLabel, value, onChange, onFocusChange, suggestions, placeholder, error, className } =
    props;
  return (
    <ComboBox
      inputValue={value}
      onInputChange={onChange}
      value={null}
      onChange={(key) => key !== null && onChange(String(key))}
      onFocusChange={onFocusChange}
      allowsCustomValue
      menuTrigger="input"
      defaultFilter={() => true}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={cn("flex min-w-0 flex-col gap-1", className)}
    >
      <FieldLabel isHidden={hideLabel}>{label}</FieldLabel>
      <Group className={controlBox}>
        <Input placeholder={placeholder} className={controlInput} />
      </Group>
      <FieldProblem>{error}</FieldProblem>
      <Popover offset={4} className={cn(floatingPanel, "w-(--trigger-width) min-w-44")}>
        <ListBox className="max-h-80 overflow-auto p-1 outline-none">
          {suggestions.map((text) => (
            <Option key={text} item={{ id: text, label: text }} />
          ))}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
