"use client";
import { useTranslations } from "next-intl";
import { CommandBar } from "@/components/ui/command-bar";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FormProblem } from "@/components/ui/form-status";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchField } from "@/components/ui/search-field";
import { useListState } from "@/components/ui/use-list-state";
import type { UserLine } from "@/lib/users/queries";
import { UserStatus } from "./user-status";
import { useUserCommands } from "./use-user-commands";

/** Everybody who may use Ferry, or was invited to. */
export function UserList({ users }: { users: UserLine[] }) {
  const t = useTranslations("permissions");
  const roles = useTranslations("roles");
  const commands = useUserCommands();
  const ways = (row: UserLine) =>
    [
      row.hasPassword && t("way_password"),
      row.hasSingleSignOn && t("way_singleSignOn"),
      row.hasTotp && t("way_totp"),
    ]
      .filter(Boolean)
      .join(" + ");
  const list = useListState(users, {
    columns: {
      name: (row) => row.name,
      email: (row) => row.email,
      role: (row) => roles(row.role),
      status: (row) => t(`status_${row.status}`),
      lastSignIn: (row) => row.lastSignInAt ?? "",
      way: ways,
    },
    initialSort: { column: "name", direction: "ascending" },
    text: (row) => `${row.name} ${row.email} ${roles(row.role)}`,
  });
  return (
    <div className="flex flex-col gap-4">
      <CommandBar
        search={
          <SearchField label={t("search")} shortcut="/" value={list.search} onChange={list.setSearch} />
        }
      />
      {commands.problem && <FormProblem>{commands.problem}</FormProblem>}
      <DataTable
        label={t("users")}
        rows={list.rows}
        sort={list.sort}
        onSortChange={list.setSort}
        rowLabel={(row) => row.name}
        rowMenu={commands.menuOf}
        empty={<EmptyState>{t("noMatch", { search: list.search })}</EmptyState>}
        columns={[
          {
            id: "name",
            label: t("name"),
            isRowHeader: true,
            isSortable: true,
            cell: (row) => (
              <>
                {row.name} {row.isSelf && <span className="text-quiet">{t("you")}</span>}
              </>
            ),
          },
          {
            id: "email",
            label: t("email"),
            isSortable: true,
            hideBelow: "md",
            cell: (row) => <span className="break-all">{row.email}</span>,
          },
          { id: "role", label: t("role"), isSortable: true, cell: (row) => roles(row.role) },
          { id: "status", label: t("status"), isSortable: true, cell: (row) => <UserStatus user={row} /> },
          {
            id: "lastSignIn",
            label: t("lastSignIn"),
            isSortable: true,
            hideBelow: "md",
            cell: (row) =>
              row.lastSignInAt ? (
                <RelativeTime at={row.lastSignInAt} />
              ) : (
                <span className="text-quiet">{t("never")}</span>
              ),
          },
          {
            id: "way",
            label: t("way"),
            isSortable: true,
            hideBelow: "lg",
            cell: (row) => ways(row) || <span className="text-quiet">–</span>,
          },
        ]}
      />
      {commands.dialog}
    </div>
  );
}
