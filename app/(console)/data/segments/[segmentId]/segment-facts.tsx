import { useFormatter, useTranslations } from "next-intl";
import { SegmentStatus } from "@/components/segments/segment-status";
import { TagList } from "@/components/segments/tag-list";
import { Figure } from "@/components/ui/figure";
import { KeyValues } from "@/components/ui/key-values";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { SegmentDetail } from "@/lib/segments/queries";
import type { Used } from "@/lib/segments/find-usage";

interface SegmentFactsProps {
  segment: SegmentDetail;
  usage: { exports: Used[]; segments: Used[] };
}

/** How large and how current a segment is, and what uses it. */
export function SegmentFacts({ segment, usage }: SegmentFactsProps) {
  const t = useTranslations("segments");
  const format = useFormatter();
  const links = (used: Used[], path: string) => (
    <ul className="flex flex-wrap gap-x-3">
      {used.map(({ id, name }) => (
        <li key={id}>
          <TextLink href={`${path}/${id}`}>{name}</TextLink>
        </li>
      ))}
    </ul>
  );
  const used = [
    ...(usage.exports.length > 0 ? [links(usage.exports, "/data/exports")] : []),
    ...(usage.segments.length > 0 ? [links(usage.segments, "/data/segments")] : []),
  ];
  return (
    <div className="flex flex-wrap items-start gap-x-12 gap-y-4">
      <Figure label={t("members")} value={format.number(segment.members)} />
      <KeyValues
        items={[
          { label: t("life.kind"), value: t(`life.kind_${segment.kind}`) },
          { label: t("life.state"), value: <SegmentStatus segment={segment} /> },
          {
            label: t("refreshed"),
            value: segment.refreshedAt ? <RelativeTime at={segment.refreshedAt} /> : t("never"),
          },
        ]}
      />
      <KeyValues
        className="min-w-0"
        items={[
          { label: t("createdBy"), value: segment.createdBy ?? t("ferry") },
          {
            label: t("life.usedIn"),
            value: used.length > 0 ? <div key="used">{used}</div> : t("life.unused"),
          },
          ...(segment.tags.length > 0
            ? [{ label: t("life.tags"), value: <TagList tags={segment.tags} /> }]
            : []),
        ]}
      />
    </div>
  );
}
