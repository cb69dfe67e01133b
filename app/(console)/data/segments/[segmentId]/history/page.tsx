import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { LinkButton } from "@/components/ui/link-button";
import { requireActor } from "@/lib/auth/current-actor";
import { orNotFound } from "@/lib/auth/or-not-found";
import { can } from "@/lib/auth/permissions";
import { listFields } from "@/lib/profiles/fields";
import { getComparison } from "@/lib/segments/history/get-comparison";
import { listRevisions } from "@/lib/segments/history/list-revisions";
import { getSegment } from "@/lib/segments/queries";
import { SegmentFrame } from "../segment-frame";
import { Comparison } from "./comparison";
import { RevisionList } from "./revision-list";

const number = z.coerce.number().int().positive();
const asked = z.object({ old: number, new: number });
const page = z.object({ before: number.optional() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("segments.history"))("title") };
}

export default async function SegmentHistoryPage({
  params,
  searchParams,
}: PageProps<"/data/segments/[segmentId]/history">) {
  const actor = await requireActor("segment:read");
  const segment = await getSegment(actor, (await params).segmentId).catch(orNotFound);
  const t = await getTranslations("segments.history");
  const search = await searchParams;
  const { before } = page.catch({}).parse(search);
  const { revisions, hasMore } = await listRevisions(actor, { segmentId: segment.id, before });
  const compared = asked.safeParse(search).data;
  const path = `/data/segments/${segment.id}/history`;
  return (
    <SegmentFrame actor={actor} segment={segment}>
      {compared && (
        <Comparison
          comparison={await getComparison(actor, {
            segmentId: segment.id,
            older: Math.min(compared.old, compared.new),
            newer: Math.max(compared.old, compared.new),
          }).catch(orNotFound)}
          fields={await listFields(actor)}
          closeHref={path}
        />
      )}
      <RevisionList
        segmentId={segment.id}
        current={segment.revision}
        revisions={revisions}
        mayWrite={can(actor, "segment:write")}
      />
      {(before || hasMore) && (
        <div className="flex gap-2">
          {before && <LinkButton href={path}>{t("newest")}</LinkButton>}
          {hasMore && (
            <LinkButton href={`${path}?before=${revisions.at(-1)?.revision}`}>{t("older")}</LinkButton>
          )}
        </div>
      )}
    </SegmentFrame>
  );
}
