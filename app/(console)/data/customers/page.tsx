import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { requireActor } from "@/lib/auth/current-actor";
import { can } from "@/lib/auth/permissions";
import { type ProfileCount, countProfiles } from "@/lib/profiles/count-profiles";
import { listColumns, shownFields } from "@/lib/profiles/list-columns";
import { listProfiles } from "@/lib/profiles/queries";
import { CustomerList } from "./customer-list";
import { AddSource } from "./add-source";
import { CustomersFrame } from "./customers-frame";
import { toSort } from "./to-sort";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customers"))("title") };
}

export default async function CustomersPage({ searchParams }: PageProps<"/data/customers">) {
  const actor = await requireActor("profile:read");
  const t = await getTranslations("customers");
  const total = await countProfiles(actor);
  const mayAdd = can(actor, "source:write");
  if (total.count === 0)
    return (
      <CustomersFrame>
        <EmptyState action={mayAdd && <AddSource />}>{t(mayAdd ? "empty" : "emptyViewer")}</EmptyState>
      </CustomersFrame>
    );
  const columns = await listColumns(actor);
  const sort = toSort(await searchParams);
  const first = await listProfiles(actor, { sort, fields: shownFields(columns.chosen) });
  return (
    <CustomersFrame>
      <CustomerList first={first} summary={await summaryOf(total)} columns={columns} sort={sort} />
      {!can(actor, "profile:reveal") && <p className="text-dense text-quiet">{t("maskedNote")}</p>}
    </CustomersFrame>
  );
}

async function summaryOf({ count, isExact }: ProfileCount): Promise<string> {
  const t = await getTranslations("customers");
  if (isExact) return t("count", { count });
  const format = await getFormatter();
  return t("countAbout", { count: format.number(count, { maximumSignificantDigits: 3 }) });
}
