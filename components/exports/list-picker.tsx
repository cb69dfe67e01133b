"use client";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button, ComboBox, Group, Input, ListBox, Popover } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { controlBox, controlInput, floatingPanel } from "@/components/ui/control";
import { FieldHint, FieldLabel, FieldProblem } from "@/components/ui/field-parts";
import { Option } from "@/components/ui/option";

interface RemoteList {
  id: string;
  name: string;
}

interface ListPickerProps {
  text: string;
  /** The list that was picked, as long as nothing else is typed. */
  pickedId: string | null;
  lists: RemoteList[];
  /** A word about the search, under the lists. */
  note?: string;
  description: ReactNode;
  error?: string;
  isDisabled: boolean;
  onFocusChange: (isFocused: boolean) => void;
  onType: (text: string) => void;
  onPick: (list: RemoteList) => void;
}

/** A field that takes an ID as it is and offers lists that the server found; unlike `ComboBox` it filters nothing. */
export function ListPicker(props: ListPickerProps) {
  const { text, pickedId, lists, note, description, error, isDisabled, onFocusChange, onType, onPick } =
    props;
  const t = useTranslations("exports");
  const [picks, setPicks] = useState(0);

  /** Somebody who wrote a whole name means the list that bears it. */
  function leave() {
    onFocusChange(false);
    const wanted = text.trim().toLocaleLowerCase();
    const [named, ...others] = lists.filter(({ name }) => name.toLocaleLowerCase() === wanted);
    if (named && others.length === 0) onPick(named);
  }

  function pick(key: string | number | null) {
    const list = lists.find(({ id }) => id === key);
    if (!list) return;
    setPicks(picks + 1);
    onPick(list);
  }

  return (
    <ComboBox
      // Anew after a pick: the lists that are found then would open the menu again.
      key={picks}
      autoFocus={picks > 0}
      value={pickedId}
      onChange={pick}
      inputValue={text}
      onInputChange={(typed) => typed !== text && onType(typed)}
      onFocus={() => onFocusChange(true)}
      onBlur={leave}
      allowsCustomValue
      allowsEmptyCollection
      defaultFilter={() => true}
      menuTrigger="input"
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      isDisabled={isDisabled}
      isRequired
      className="flex w-full min-w-0 flex-col gap-1"
    >
      <FieldLabel isRequired>{t("listId")}</FieldLabel>
      <Group className={controlBox}>
        <Input placeholder={t("listPlaceholder")} className={controlInput} />
        <Button className="flex w-8 items-center justify-center self-stretch text-quiet">
          <ChevronDown aria-hidden className="size-4" />
        </Button>
      </Group>
      <FieldHint>{description}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
      <Popover offset={4} className={cn(floatingPanel, "w-(--trigger-width)")}>
        <ListBox
          className="max-h-80 overflow-auto p-1 outline-none"
          renderEmptyState={() => <p className="px-2 py-1.5 text-quiet">{note ?? t("listNone")}</p>}
        >
          {lists.map(({ id, name }) => (
            <Option key={id} item={{ id, label: name, description: id }} />
          ))}
        </ListBox>
        {lists.length > 0 && note && (
          <p className="border-t border-line px-3 py-1.5 text-dense text-quiet">{note}</p>
        )}
      </Popover>
    </ComboBox>
  );
}
