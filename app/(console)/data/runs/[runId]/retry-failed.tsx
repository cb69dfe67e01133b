"use client";
import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-status";
import { useAction } from "@/components/ui/use-action";
import type { RunDetail } from "@/lib/runs/queries";
import { retryFailedAction } from "../../exports/actions";

/** Sends once more only those whom the run did not get through to, and shows the run that does it. */
export function RetryFailed({ run }: { run: RunDetail }) {
  const t = useTranslations("runs");
  const router = useRouter();
  const { run: retry, isPending, problem } = useAction(retryFailedAction);

  async function press() {
    const started = await retry({ runId: run.id });
    if (started) router.push(`/data/runs/${started.runId}`);
  }

  return (
    <div className="flex flex-col items-end gap-1.5">
      <Button icon={<RotateCcw aria-hidden />} isPending={isPending} onPress={() => void press()}>
        {t("retryFailed")}
      </Button>
      {problem && <FormProblem>{problem}</FormProblem>}
    </div>
  );
}
