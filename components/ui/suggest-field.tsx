"use client";
import { use, useEffect, useEffectEvent } from "react";
import { ComboBox, ComboBoxStateContext, Group, Input, ListBox, Popover } from "react-aria-components";
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
      onInputChange={(text) => text !== value && onChange(text)}
      value={suggestions.includes(value) ? value : null}
      onChange={(key) => key !== null && key !== value && onChange(String(key))}
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
      <OpenOnArrival text={value} suggestions={suggestions} />
    </ComboBox>
  );
}

/** The list opens as one types; suggestions that come later than the last letter have to open it too. */
function OpenOnArrival({ text, suggestions }: { text: string; suggestions: string[] }) {
  const state = use(ComboBoxStateContext);
  const open = useEffectEvent(() => {
    const isWanted = text !== "" && suggestions.length > 0 && !suggestions.includes(text);
    if (isWanted && state?.isFocused && !state.isOpen) state.open(null, "input");
  });
  const arrived = suggestions.join("\n");
  useEffect(() => open(), [arrived]);
  return null;
}
