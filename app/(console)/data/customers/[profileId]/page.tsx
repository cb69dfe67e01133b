import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeyValues } from "@/components/ui/key-values";
import { Page } from "@/components/ui/page";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { getProfile } from "@/lib/profiles/profile-card";
import { listSentTo } from "@/lib/runs/outcomes/list-sent-to";
import { AttributeTable } from "./attribute-table";
import { SentTable } from "./sent-table";

export async function generateMetadata(): Promise<Metadata> {
  // A name in the title would stand in the browser's history.
  return { title: (await getTranslations("customers"))("title") };
}

export default async function CustomerPage({ params }: PageProps<"/data/customers/[profileId]">) {
  const actor = await requireActor("profile:read");
  const { profileId } = await params;
  const profile = await getProfile(actor, profileId).catch(orNotFound);
  const sent = await listSentTo(actor, profile.id);
  const t = await getTranslations("customers");
  return (
    <Page
      title={profile.name || profile.email || profile.key}
      breadcrumb={[{ href: "/data/customers", label: t("title") }]}
    >
      <KeyValues
        items={[
          { label: t("key"), value: <span className="font-mono break-all">{profile.key}</span> },
          { label: t("added"), value: <RelativeTime at={profile.addedAt} /> },
          { label: t("updated"), value: <RelativeTime at={profile.updatedAt} /> },
        ]}
      />
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-10 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Section title={t("attributes")} description={profile.sources.length > 1 && t("attributesNote")}>
          <AttributeTable attributes={profile.attributes} />
        </Section>
        <div className="flex flex-col gap-10">
          <Section title={t("segments")}>
            <LinkedNames rows={profile.segments} path="/data/segments" none={t("inNoSegment")} />
          </Section>
          <Section title={t("sources")}>
            <LinkedNames rows={profile.sources} path="/data/sources" none="–" />
          </Section>
        </div>
      </div>
      <Section title={t("sent")} description={t("sentNote")}>
        <SentTable rows={sent} />
      </Section>
      {!can(actor, "profile:reveal") && <p className="text-dense text-quiet">{t("maskedNote")}</p>}
    </Page>
  );
}

interface LinkedNamesProps {
  rows: { id: string; name: string }[];
  path: string;
  none: string;
}

function LinkedNames({ rows, path, none }: LinkedNamesProps) {
  if (rows.length === 0) return <p className="text-quiet">{none}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {rows.map(({ id, name }) => (
        <li key={id}>
          <TextLink href={`${path}/${id}`}>{name}</TextLink>
        </li>
      ))}
    </ul>
  );
}
