"use client";
import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandBar } from "@/components/ui/command-bar";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchField } from "@/components/ui/search-field";
import { TextLink } from "@/components/ui/text-link";
import { useListState } from "@/components/ui/use-list-state";
import type { TokenLine } from "@/lib/api/queries";
import { RevokeToken } from "./revoke-token";
import { TokenStatus } from "./token-status";

/** All tokens, those that do not work any more included. */
export function TokenList({ tokens }: { tokens: TokenLine[] }) {
  const t = useTranslations("api");
  const [revoking, setRevoking] = useState<TokenLine>();
  const list = useListState(tokens, {
    columns: {
      name: (row) => row.name,
      status: (row) => t(`status_${row.status}`),
      source: (row) => row.source ?? "",
      createdBy: (row) => row.createdBy ?? "",
      created: (row) => row.createdAt,
      expires: (row) => row.expiresAt,
      lastUsed: (row) => row.lastUsedAt ?? "",
    },
    initialSort: { column: "created", direction: "descending" },
    text: (row) => `${row.name} ${row.source ?? ""} ${row.lastFour}`,
  });
  return (
    <div className="flex flex-col gap-4">
      <CommandBar
        search={
          <SearchField label={t("search")} shortcut="/" value={list.search} onChange={list.setSearch} />
        }
      />
      <DataTable
        label={t("tokens")}
        rows={list.rows}
        sort={list.sort}
        onSortChange={list.setSort}
        rowLabel={(row) => row.name}
        rowMenu={(row) => [
          {
            id: "revoke",
            label: t("revoke"),
            icon: <Ban />,
            tone: "danger",
            isDisabled: row.status === "revoked",
            onAction: () => setRevoking(row),
          },
        ]}
        empty={<EmptyState>{t("noMatch", { search: list.search })}</EmptyState>}
        columns={[
          {
            id: "name",
            label: t("name"),
            isRowHeader: true,
            isSortable: true,
            cell: (row) => (
              <>
                {row.name} <code className="font-mono whitespace-nowrap text-quiet">…{row.lastFour}</code>
              </>
            ),
          },
          {
            id: "status",
            label: t("status"),
            isSortable: true,
            cell: (row) => <TokenStatus status={row.status} />,
          },
          {
            id: "scopes",
            label: t("scopes"),
            hideBelow: "lg",
            cell: (row) => <code className="font-mono text-xs">{row.scopes.join(" ")}</code>,
          },
          {
            id: "source",
            label: t("source"),
            isSortable: true,
            hideBelow: "md",
            cell: (row) =>
              row.source === null ? (
                <span className="text-quiet">{t("noSource")}</span>
              ) : (
                <TextLink href={`/data/sources/${row.sourceId}`}>{row.source}</TextLink>
              ),
          },
          {
            id: "createdBy",
            label: t("createdBy"),
            isSortable: true,
            hideBelow: "lg",
            cell: (row) => row.createdBy ?? "–",
          },
          {
            id: "created",
            label: t("created"),
            isSortable: true,
            hideBelow: "lg",
            cell: (row) => <RelativeTime at={row.createdAt} />,
          },
          {
            id: "expires",
            label: t("expires"),
            isSortable: true,
            hideBelow: "md",
            cell: (row) => <RelativeTime at={row.expiresAt} />,
          },
          {
            id: "lastUsed",
            label: t("lastUsed"),
            isSortable: true,
            hideBelow: "sm",
            cell: (row) =>
              row.lastUsedAt ? (
                <RelativeTime at={row.lastUsedAt} />
              ) : (
                <span className="text-quiet">{t("neverUsed")}</span>
              ),
          },
        ]}
      />
      {revoking && <RevokeToken token={revoking} onClose={() => setRevoking(undefined)} />}
    </div>
  );
}
