"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button as PlainButton } from "react-aria-components";
import { CommandBar } from "@/components/ui/command-bar";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { StatusPill } from "@/components/ui/status-pill";
import { TextLink } from "@/components/ui/text-link";
import { useListState } from "@/components/ui/use-list-state";
import type { ConsentLine } from "@/lib/consent/queries";
import { ConsentText } from "./consent-text";

const PAGE = 50;

/** Every consent, newest first. */
export function ConsentTable({ consents }: { consents: ConsentLine[] }) {
  const t = useTranslations("consents");
  const [read, setRead] = useState<ConsentLine>();
  const columns = useConsentColumns(setRead);
  const nameOf = (row: ConsentLine) => row.connection || t("draftConnection");
  const list = useListState(consents, {
    columns: {
      connection: nameOf,
      status: (row) => Number(row.withdrawnAt !== null),
      agreed: (row) => row.agreedAt,
      withdrawn: (row) => row.withdrawnAt ?? "",
    },
    initialSort: { column: "agreed", direction: "descending" },
    text: (row) => [nameOf(row), row.agreedBy, row.withdrawnBy, row.version, row.sha256].join(" "),
    pageSize: PAGE,
  });
  return (
    <div className="flex flex-col gap-4">
      <CommandBar
        search={
          <SearchField label={t("search")} shortcut="/" value={list.search} onChange={list.setSearch} />
        }
      />
      <DataTable
        label={t("title")}
        rows={list.rows}
        sort={list.sort}
        onSortChange={list.setSort}
        columns={columns}
        empty={<EmptyState>{t("noMatch", { search: list.search })}</EmptyState>}
      />
      {consents.length > PAGE && <Pager {...list.pager} />}
      {read && <ConsentText consent={read} onClose={() => setRead(undefined)} />}
    </div>
  );
}

function useConsentColumns(onRead: (consent: ConsentLine) => void): DataColumn<ConsentLine>[] {
  const t = useTranslations("consents");
  const format = useFormatter();
  const moment = (at: string, by: string | null) => (
    <>
      {format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" })}
      <span className="block text-quiet">{by ?? t("somebody")}</span>
    </>
  );
  const status = ({ withdrawnAt }: ConsentLine) => (
    <StatusPill tone={withdrawnAt ? "off" : "good"}>{t(withdrawnAt ? "withdrawn" : "given")}</StatusPill>
  );
  return [
    {
      id: "connection",
      label: t("connection"),
      isRowHeader: true,
      isSortable: true,
      cell: (row) => (
        <>
          {row.isConnectionThere ? (
            <TextLink href={`/admin/connections/${row.connectionId}`}>
              {row.connection || t("draftConnection")}
            </TextLink>
          ) : (
            row.connection
          )}
          <span className="mt-1 block sm:hidden">{status(row)}</span>
        </>
      ),
    },
    { id: "status", label: t("status"), isSortable: true, hideBelow: "sm", cell: status },
    {
      id: "agreed",
      label: t("agreedAt"),
      isSortable: true,
      cell: (row) => moment(row.agreedAt, row.agreedBy),
    },
    {
      id: "withdrawn",
      label: t("withdrawnAt"),
      isSortable: true,
      hideBelow: "sm",
      cell: (row) => (row.withdrawnAt ? moment(row.withdrawnAt, row.withdrawnBy) : "–"),
    },
    {
      id: "language",
      label: t("language"),
      hideBelow: "md",
      cell: ({ language }) =>
        language === "en" || language === "hu" ? t(`languages.${language}`) : language,
    },
    {
      id: "version",
      label: t("version"),
      cell: (row) => (
        <>
          <PlainButton
            onPress={() => onRead(row)}
            aria-label={`${t("read")}: ${row.version}`}
            className="cursor-pointer rounded-small text-accent underline underline-offset-2"
          >
            {row.version}
          </PlainButton>
          <code className="block font-mono text-xs text-quiet max-md:hidden" title={`SHA-256 ${row.sha256}`}>
            {row.sha256.slice(0, 16)}…
          </code>
        </>
      ),
    },
  ];
}
