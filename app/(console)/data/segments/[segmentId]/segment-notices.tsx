import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { ProblemText } from "@/components/ui/problem-text";
import type { SegmentDetail } from "@/lib/segments/queries";

/** What somebody who looks at a segment has to know first. */
export function SegmentNotices({ segment }: { segment: SegmentDetail }) {
  const t = useTranslations("segments.life");
  return (
    <>
      {!segment.isActive && (
        <Notice tone="warning" title={t("inactiveTitle")}>
          {t("inactiveBody", { count: segment.usedIn })}
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
