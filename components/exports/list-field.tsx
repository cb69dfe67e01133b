"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CreateList, type CreateListAction } from "@/components/exports/create-list";
import { ListPicker } from "@/components/exports/list-picker";
import { searchLists } from "@/components/exports/search-lists";
import { TextLink } from "@/components/ui/text-link";
import { useProblemText } from "@/components/ui/use-problem-text";
import { useSettled } from "@/components/ui/use-settled";
import type { Result } from "@/lib/errors";
import type { ConnectionChoice } from "@/lib/exports/form-options";

/** `listName` is null while nobody has asked what the list with this ID is called. */
export interface ChosenList {
  listId: string;
  listName: string | null;
}
export type FindList = (input: {
  connectionId: string;
  listId: string;
}) => Promise<Result<{ id: string; name: string }>>;

interface ListFieldProps extends ChosenList {
  connection: ConnectionChoice | undefined;
  helpUrl: string;
  error?: string;
  find: FindList;
  create: CreateListAction;
  onChange: (list: ChosenList) => void;
}

/** The list, by its ID or picked by name; the name of an ID that was typed is asked for when the field is left. */
export function ListField(props: ListFieldProps) {
  const { connection, listId, listName, helpUrl, error, find, create, onChange } = props;
  const t = useTranslations("exports");
  const problemText = useProblemText();
  const [text, setText] = useState(listName ?? listId);
  const [isFocused, setFocused] = useState(false);
  const connectionId = connection?.id ?? "";
  const query = useSettled(listName === null ? listId : "");
  const search = useQuery({
    queryKey: ["lists", connectionId, query],
    queryFn: ({ signal }) => searchLists({ connectionId, query }, signal),
    enabled: connection !== undefined && isFocused,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const isUnasked = connection !== undefined && listId !== "" && listName === null && !isFocused;
  const check = useQuery({
    queryKey: ["list", connectionId, listId],
    queryFn: () => find({ connectionId, listId }),
    enabled: isUnasked,
    retry: false,
  });
  const found = search.data?.ok ? search.data.value : undefined;
  // It stays when the cursor is put back into the field, and goes when another ID is typed.
  const refusal = listName === null && check.data?.ok === false ? check.data : undefined;
  const name = listName ?? (isUnasked && check.data?.ok ? check.data.value.name : undefined);

  function choose(list: ChosenList) {
    setText(list.listName ?? list.listId);
    onChange(list);
  }

  function searchNote() {
    if (search.isFetching) return t("listSearching");
    if (search.data?.ok === false) return problemText(search.data);
    return found?.hasMore ? t("listMore") : undefined;
  }

  function hint() {
    if (!connection) return t("listNeedsConnection");
    if (name) return <KnownList name={name} id={listId} />;
    if (isUnasked && check.isFetching) return t("listChecking");
    return (
      <>
        {t("listHint")} <TextLink href={helpUrl}>{t("listHelp")}</TextLink>
      </>
    );
  }

  return (
    <div className="flex flex-col items-start gap-2">
      <ListPicker
        text={text}
        pickedId={listName === null ? null : listId}
        lists={found?.lists ?? []}
        note={searchNote()}
        isDisabled={!connection}
        error={error ?? (refusal && problemText(refusal.fields?.listId ?? refusal))}
        description={hint()}
        onFocusChange={setFocused}
        onType={(typed) => {
          setText(typed);
          onChange({ listId: typed.trim(), listName: null });
        }}
        onPick={({ id, name: picked }) => choose({ listId: id, listName: picked })}
      />
      {connection && <CreateList connection={connection} create={create} onCreated={choose} />}
    </div>
  );
}

function KnownList({ name, id }: { name: string; id: string }) {
  const t = useTranslations("exports");
  return (
    <span className="inline-flex items-start gap-1.5 text-text">
      <CircleCheck aria-hidden className="mt-px size-4 shrink-0 text-good" />
      {t("listKnown", { name, id })}
    </span>
  );
}
