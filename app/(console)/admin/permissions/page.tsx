import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/ui/page";
import { requireActor } from "@/lib/auth/current-actor";
import { listUsers } from "@/lib/users/queries";
import { InviteUser } from "./invite-user";
import { UserList } from "./user-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("permissions"))("title") };
}

export default async function PermissionsPage() {
  const actor = await requireActor("user:manage");
  const users = await listUsers(actor);
  const t = await getTranslations("permissions");
  return (
    <Page title={t("title")} purpose={t("purpose")} action={<InviteUser />}>
      <UserList users={users} />
    </Page>
  );
}
