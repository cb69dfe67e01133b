"use client";
import { usePathname, useRouter } from "next/navigation";
import { ProfileList } from "@/components/profiles/profile-list";
import type { ColumnChoice } from "@/lib/profiles/list-columns";
import type { ProfileSort } from "@/lib/profiles/people-sql";
import type { ProfilePage } from "@/lib/profiles/queries";
import { ChooseColumns } from "./choose-columns";

interface CustomerListProps {
  first: ProfilePage;
  summary: string;
  columns: ColumnChoice;
  sort: ProfileSort;
}

/** Everybody, in the columns this person chose. The order stands in the address; it names nobody. */
export function CustomerList({ first, summary, columns, sort }: CustomerListProps) {
  const router = useRouter();
  const pathname = usePathname();
  return (
    <ProfileList
      first={first}
      summary={summary}
      columns={columns.chosen}
      sort={sort}
      onSortChange={({ column, direction }) =>
        router.replace(`${pathname}?${new URLSearchParams({ sort: column, order: direction })}`, {
          scroll: false,
        })
      }
    >
      <ChooseColumns columns={columns} />
    </ProfileList>
  );
}
