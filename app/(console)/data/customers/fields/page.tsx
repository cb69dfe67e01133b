import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UnificationProgress } from "@/components/profiles/unification-progress";
import { EmptyState } from "@/components/ui/empty-state";
import { requireActor } from "@/lib/auth/current-actor";
import { can } from "@/lib/auth/permissions";
import { getFieldCatalogue } from "@/lib/profiles/field-catalogue";
import { getUnification } from "@/lib/profiles/unification";
import { retryUnificationAction } from "../actions";
import { AddSource } from "../add-source";
import { CustomersFrame } from "../customers-frame";
import { FieldList } from "./field-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("fields"))("label") };
}

export default async function FieldsPage() {
  const actor = await requireActor("profile:read");
  const t = await getTranslations("fields");
  const { fields, count } = await getFieldCatalogue(actor);
  const mayWrite = can(actor, "source:write");
  return (
    <CustomersFrame purpose={t("purpose")}>
      {mayWrite && (
        <UnificationProgress initial={await getUnification(actor)} retry={retryUnificationAction} />
      )}
      {fields.length > 0 ? (
        <FieldList fields={fields} count={count} mayWrite={mayWrite} />
      ) : (
        <EmptyState action={mayWrite && <AddSource />}>{t("empty")}</EmptyState>
      )}
    </CustomersFrame>
  );
}
