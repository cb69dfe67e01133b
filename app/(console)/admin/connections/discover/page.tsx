import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { requireActor } from "@/lib/auth/current-actor";
import { destinations } from "@/lib/destinations/registry";
import { ConnectionsFrame } from "../connections-frame";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connections"))("tabDiscover") };
}

export default async function DiscoverPage() {
  await requireActor("connection:manage");
  const t = await getTranslations("connections");
  const about = await getTranslations("destinations");
  return (
    <ConnectionsFrame>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {destinations.map(({ key, label }) => (
          <li key={key} className="flex flex-col gap-3 rounded-panel border border-line bg-surface p-5">
            <h2 className="text-section font-semibold">{label}</h2>
            <p className="flex-1 text-quiet">{about(`${key}.tile` as "klaviyo.tile")}</p>
            <div>
              <LinkButton href={`/admin/connections/new?type=${key}`}>{t("setUp")}</LinkButton>
            </div>
          </li>
        ))}
      </ul>
    </ConnectionsFrame>
  );
}
