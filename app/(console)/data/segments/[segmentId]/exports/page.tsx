import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { listSegmentExports } from "@/lib/segments/exports/list-segment-exports";
import { getSegment } from "@/lib/segments/queries";
import { SegmentFrame } from "../segment-frame";
import { SegmentExports } from "./segment-exports";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("segments.exports"))("title") };
}

export default async function SegmentExportsPage({
  params,
}: PageProps<"/data/segments/[segmentId]/exports">) {
  const actor = await requireActor("segment:read");
  const segment = await getSegment(actor, (await params).segmentId).catch(orNotFound);
  const exports = await listSegmentExports(actor, { segmentId: segment.id });
  const t = await getTranslations("segments.exports");
  const containing = exports.filter(({ role }) => role !== null);
  return (
    <SegmentFrame actor={actor} segment={segment}>
      <Section
        title={t("containing")}
        action={
          can(actor, "export:write") && (
            <LinkButton href={`/data/exports/new?segment=${segment.id}`}>{t("addExport")}</LinkButton>
          )
        }
      >
        <SegmentExports
          segmentId={segment.id}
          label={t("containing")}
          lines={containing}
          empty={t("inNone")}
        />
      </Section>
      <Section title={t("others")}>
        <SegmentExports
          segmentId={segment.id}
          label={t("others")}
          lines={exports.filter(({ role }) => role === null)}
          empty={t(exports.length === 0 ? "none" : "inAll")}
        />
      </Section>
    </SegmentFrame>
  );
}
