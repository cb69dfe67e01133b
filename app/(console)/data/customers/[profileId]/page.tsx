import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { KeyValues } from "@/components/ui/key-values";
import { Page } from "@/components/ui/page";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { getProfile } from "@/lib/profiles/queries";

export async function generateMetadata(): Promise<Metadata> {
  // A name in the title would stand in the browser's history.
  return { title: (await getTranslations("customers"))("title") };
}

export default async function CustomerPage({ params }: PageProps<"/data/customers/[profileId]">) {
  const actor = await requireActor("profile:read");
  const profile = await getProfile(actor, (await params).profileId).catch(orNotFound);
  const t = await getTranslations("customers");
  return (
    <Page
      title={profile.name || profile.email || profile.key}
      breadcrumb={[{ href: "/data/customers", label: t("title") }]}
    >
      <KeyValues
        items={[
          { label: t("key"), value: <span className="font-mono">{profile.key}</span> },
          { label: t("updated"), value: <RelativeTime at={profile.updatedAt.toISOString()} /> },
        ]}
      />
      <div className="grid gap-10 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Section title={t("attributes")}>
          <KeyValues items={await attributeItems(profile.attributes)} />
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
      {!can(actor, "profile:reveal") && <p className="text-dense text-quiet">{t("maskedNote")}</p>}
    </Page>
  );
}

type Attribute = Awaited<ReturnType<typeof getProfile>>["attributes"][number];

async function attributeItems(attributes: Attribute[]) {
  const t = await getTranslations("customers");
  const format = await getFormatter();
  const shown = ({ type, value }: Attribute) => {
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    if (typeof value === "number") return format.number(value, { maximumFractionDigits: 15 });
    // A date has no zone: shown as the day it names, wherever it is read.
    if (type === "date") return format.dateTime(new Date(value), { dateStyle: "medium", timeZone: "UTC" });
    if (type === "datetime")
      return format.dateTime(new Date(value), { dateStyle: "medium", timeStyle: "short" });
    return value;
  };
  return attributes.map((attribute) => ({ label: attribute.name, value: shown(attribute) }));
}

function LinkedNames({
  rows,
  path,
  none,
}: {
  rows: { id: string; name: string }[];
  path: string;
  none: string;
}) {
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
