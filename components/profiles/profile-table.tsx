"use client";
import type { ReactNode } from "react";
import { useProfileColumns } from "@/components/profiles/use-profile-columns";
import { DataTable, type DataSort } from "@/components/ui/data-table";
import type { ChosenColumn } from "@/lib/profiles/list-columns";
import type { ListedProfile, ProfileLine } from "@/lib/profiles/queries";

interface ProfileTableProps {
  label: string;
  lines: (ProfileLine | ListedProfile)[];
  /** Name, address, phone and key when left out. */
  columns?: ChosenColumn[];
  sort?: DataSort;
  onSortChange?: (sort: DataSort) => void;
  isLoading?: boolean;
  empty?: ReactNode;
}

/** People, a line each, linked to their card. */
export function ProfileTable({ label, lines, columns, ...props }: ProfileTableProps) {
  return (
    <DataTable
      {...props}
      label={label}
      rows={lines}
      rowHref={(line) => `/data/customers/${line.id}`}
      columns={useProfileColumns(columns, props.sort !== undefined)}
    />
  );
}
