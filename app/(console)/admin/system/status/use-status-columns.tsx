"use client";
import { useTranslations } from "next-intl";
import { Button } from "react-aria-components";
import { useDuration } from "@/components/runs/use-duration";
import type { DataColumn } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { StatusRow } from "@/lib/status/stand";
import { statusGroups, statusWords } from "@/lib/status/words";
import { StatusWord } from "./status-word";
import { useStatusText } from "./use-status-text";

/** What the list shows of each task, sorts by, and searches through. */
export function useStatusColumns(onOpen: (taskId: string) => void) {
  const t = useTranslations("status");
  const { nameOf, note } = useStatusText();
  const { exact } = useDuration();
  const noteOf = (row: StatusRow) => (row.note ? note(row.note) : "");

  const columns: DataColumn<StatusRow>[] = [
    {
      id: "name",
      label: t("name"),
      isRowHeader: true,
      className: "min-w-40",
      cell: nameOf,
    },
    { id: "group", label: t("group"), hideBelow: "md", cell: ({ group }) => t(`one.${group}`) },
    {
      id: "status",
      label: t("status"),
      cell: (row) => (
        <Button
          aria-label={t("openProgress", { name: nameOf(row), status: t(`words.${row.word}`) })}
          onPress={() => onOpen(row.id)}
          className="cursor-pointer rounded-panel outline-offset-2 hover:opacity-80"
        >
          <StatusWord word={row.word} />
        </Button>
      ),
    },
    {
      id: "updated",
      label: t("updated"),
      hideBelow: "sm",
      className: "whitespace-nowrap",
      cell: ({ updatedAt }) => (updatedAt ? <RelativeTime at={updatedAt} /> : "–"),
    },
    {
      id: "duration",
      label: t("duration"),
      align: "end",
      className: "whitespace-nowrap",
      hideBelow: "md",
      cell: ({ seconds }) => (seconds === null ? "–" : exact(seconds)),
    },
    {
      id: "note",
      label: t("note"),
      hideBelow: "lg",
      className: "w-2/5 max-w-md",
      cell: (row) => <span className="line-clamp-2 text-quiet">{noteOf(row)}</span>,
    },
  ];
  return {
    columns: columns.map((column) => ({ ...column, isSortable: column.id !== "note" })),
    sortValues: {
      name: nameOf,
      group: ({ group }: StatusRow) => statusGroups.indexOf(group),
      status: ({ word }: StatusRow) => statusWords.indexOf(word),
      updated: ({ updatedAt }: StatusRow) => updatedAt ?? "",
      duration: ({ seconds }: StatusRow) => seconds ?? -1,
    },
    searchText: (row: StatusRow) => `${nameOf(row)} ${noteOf(row)}`,
  };
}
