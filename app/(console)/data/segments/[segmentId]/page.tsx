import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { ProfileList } from "@/components/profiles/profile-list";
import { SegmentStatus } from "@/components/segments/segment-status";
import { EmptyState } from "@/components/ui/empty-state";
import { Figure } from "@/components/ui/figure";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { Page } from "@/components/ui/page";
import { ProblemText } from "@/components/ui/problem-text";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { listFields } from "@/lib/profiles/fields";
import { listProfiles } from "@/lib/profiles/queries";
import { getSegment } from "@/lib/segments/queries";
import { RuleList } from "./rule-list";
import { SegmentCommands } from "./segment-commands";
import { WatchRefresh } from "./watch-refresh";

export async function generateMetadata({
  params,
}: PageProps<"/data/segments/[segmentId]">): Promise<Metadata> {
  const actor = await requireActor("segment:read");
  return { title: (await getSegment(actor, (await params).segmentId).catch(orNotFound)).name };
}

export default async function SegmentPage({ params }: PageProps<"/data/segments/[segmentId]">) {
  const actor = await requireActor("segment:read");
  const segment = await getSegment(actor, (await params).segmentId).catch(orNotFound);
  const t = await getTranslations("segments");
  const customers = await getTranslations("customers");
  const format = await getFormatter();
  const isMoving = segment.refreshStatus === "queued" || segment.refreshStatus === "refreshing";
  const first = await listProfiles(actor, { segmentId: segment.id });
  return (
    <Page
      title={segment.name}
      breadcrumb={[{ href: "/data/segments", label: t("title") }]}
      action={can(actor, "segment:write") && <SegmentCommands segment={segment} />}
    >
      {isMoving && <WatchRefresh segmentId={segment.id} status={segment.refreshStatus} />}
      {segment.problem && (
        <Notice tone="bad">
          <ProblemText problem={segment.problem} />
        </Notice>
      )}
      <div className="flex flex-wrap items-start gap-x-12 gap-y-4">
        <Figure label={t("members")} value={format.number(segment.members)} />
        <KeyValues
          items={[
            { label: t("status"), value: <SegmentStatus status={segment.refreshStatus} /> },
            {
              label: t("refreshed"),
              value: segment.refreshedAt ? <RelativeTime at={segment.refreshedAt} /> : t("never"),
            },
          ]}
        />
      </div>
      <Section title={t("rules")}>
        <RuleList definition={segment.definition} fields={await listFields(actor)} />
      </Section>
      <Section title={t("membersTitle")}>
        {first.lines.length > 0 ? (
          <ProfileList
            first={first}
            summary={customers("count", { count: segment.members })}
            segmentId={segment.id}
          />
        ) : (
          <EmptyState>{t("noMembers")}</EmptyState>
        )}
      </Section>
      {!can(actor, "profile:reveal") && <p className="text-dense text-quiet">{customers("maskedNote")}</p>}
    </Page>
  );
}
