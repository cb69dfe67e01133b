import { useFormatter, useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { ProblemText } from "@/components/ui/problem-text";
import { TextLink } from "@/components/ui/text-link";
import type { InactiveUse } from "@/lib/segments/inactive-uses";
import type { SegmentDetail } from "@/lib/segments/queries";

interface SegmentNoticesProps {
  segment: SegmentDetail;
  inactiveUses: InactiveUse[];
}

/** What somebody who looks at a segment has to know first. */
export function SegmentNotices({ segment, inactiveUses }: SegmentNoticesProps) {
  const t = useTranslations("segments.life");
  return (
    <>
      {!segment.isActive && (
        <Notice tone="warning" title={t("inactiveTitle")}>
          {t("inactiveBody", { count: segment.usedIn })}
        </Notice>
      )}
      {segment.isActive && segment.kind === "dynamic" && inactiveUses.length > 0 && (
        <Notice tone="warning" title={t("inactiveUsesTitle", { count: inactiveUses.length })}>
          <ul>
            {inactiveUses.map((use) => (
              <li key={use.id}>
                <UseText use={use} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {segment.problem && (
        <Notice tone="bad">
          <ProblemText problem={segment.problem} />
        </Notice>
      )}
    </>
  );
}

function UseText({ use: { id, name, refreshedAt } }: { use: InactiveUse }) {
  const t = useTranslations("segments.life");
  const format = useFormatter();
  const link = () => <TextLink href={`/data/segments/${id}`}>{name}</TextLink>;
  if (refreshedAt === null) return t.rich("inactiveNeverRefreshed", { link });
  const time = format.dateTime(new Date(refreshedAt), { dateStyle: "medium", timeStyle: "short" });
  return t.rich("inactiveUse", { link, time });
}
