import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfileList } from "@/components/profiles/profile-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { listFields } from "@/lib/profiles/fields";
import { listProfiles } from "@/lib/profiles/queries";
import { isMovingLine } from "@/lib/segments/query-options";
import { listUsage } from "@/lib/segments/find-usage";
import { listInactiveUses } from "@/lib/segments/inactive-uses";
import { getSegment } from "@/lib/segments/queries";
import { rulesOf } from "@/lib/segments/rules-of";
import { getTrend } from "@/lib/segments/trend";
import { MemberTrend } from "./member-trend";
import { RuleCounts } from "./rule-counts";
import { RuleList, RuleWords } from "./rule-list";
import { SegmentFacts } from "./segment-facts";
import { SegmentFrame } from "./segment-frame";
import { SegmentNotices } from "./segment-notices";
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
  const first = await listProfiles(actor, { segmentId: segment.id });
  const fields = await listFields(actor);
  const { definition } = segment;
  return (
    <SegmentFrame actor={actor} segment={segment}>
      {isMovingLine(segment) && <WatchRefresh segmentId={segment.id} status={segment.refreshStatus} />}
      <SegmentNotices
        segment={segment}
        inactiveUses={await listInactiveUses(actor, { segmentId: segment.id })}
      />
      <SegmentFacts segment={segment} usage={await listUsage(actor, { segmentIds: [segment.id] })} />
      <Section title={t("rules")} description={t(`life.rulesNote_${definition ? segment.kind : "list"}`)}>
        {definition && (
          <>
            <RuleList definition={definition} fields={fields} />
            <RuleCounts
              segmentId={segment.id}
              rules={rulesOf(definition).map(({ path, definition: one }) => ({
                path,
                words: <RuleWords definition={one} fields={fields} />,
              }))}
            />
          </>
        )}
      </Section>
      <Section title={t("life.trend")}>
        <MemberTrend points={await getTrend(actor, { segmentId: segment.id })} />
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
    </SegmentFrame>
  );
}
