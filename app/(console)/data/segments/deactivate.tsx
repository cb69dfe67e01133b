"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { setSegmentActiveAction } from "./actions";
import { UsageList, useUsage } from "./usage-list";
import type { SegmentSubject } from "./use-segment-commands";

/** Asks before segments are made inactive, and names the exports that will be skipped. */
export function Deactivate({ subjects, onClose }: { subjects: SegmentSubject[]; onClose: () => void }) {
  const t = useTranslations("segments.life");
  const queries = useQueryClient();
  const { run, problem } = useAction(setSegmentActiveAction);
  const active = subjects.filter(({ isActive }) => isActive);
  const segmentIds = active.map(({ id }) => id);
  const { usage, isPending } = useUsage(segmentIds);
  const which = { count: active.length, name: active[0]?.name ?? "" };
  if (isPending) return null;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      tone="primary"
      title={t("deactivateTitle", which)}
      confirmLabel={t("deactivate")}
      onConfirm={async () => {
        if ((await run({ segmentIds, isActive: false })) === undefined) return false;
        showToast({ title: t("deactivated", which), tone: "good" });
        await queries.invalidateQueries({ queryKey: ["segments"] });
        return true;
      }}
    >
      <div className="flex flex-col gap-3">
        {problem && <FormProblem>{problem}</FormProblem>}
        <p>{t("deactivateBody", which)}</p>
        {usage && usage.exports.length > 0 && (
          <>
            <p>{t("deactivateSkips", { count: usage.exports.length })}</p>
            <UsageList usage={usage} />
          </>
        )}
      </div>
    </ConfirmDialog>
  );
}
