"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useAction } from "@/components/ui/use-action";
import { useLive } from "@/components/ui/use-live";
import type { Result } from "@/lib/errors";
import { isUnifying, unificationQuery } from "@/lib/profiles/query-options";
import type { UnificationState } from "@/lib/profiles/unification";

type Retry = (input: Record<string, never>) => Promise<Result<null>>;

interface UnificationProgressProps {
  initial: UnificationState | null;
  /** For those who may try again. */
  retry?: Retry;
}

/** How far unifying profiles anew is; nothing where there is nothing to unify. Renders the page anew when it is over. */
export function UnificationProgress({ initial, retry }: UnificationProgressProps) {
  const t = useTranslations("unification");
  const router = useRouter();
  const { unification } = useLive(unificationQuery, { unification: initial });
  const wasUnifying = isUnifying(initial);
  const isOver = !isUnifying(unification);
  useEffect(() => {
    if (wasUnifying && isOver) router.refresh();
  }, [wasUnifying, isOver, router]);

  if (unification?.status === "failed") return <Failed retry={retry} />;
  if (!unification || isOver) return null;
  const { profilesDone, profilesTotal, status } = unification;
  return (
    <ProgressBar
      label={t("progress")}
      value={profilesDone}
      max={Math.max(1, profilesTotal ?? 1)}
      indeterminate={status === "queued" || profilesTotal === null}
      detail={
        profilesTotal === null ? t("waiting") : t("detail", { done: profilesDone, total: profilesTotal })
      }
    />
  );
}

function Failed({ retry }: { retry?: Retry }) {
  const t = useTranslations("unification");
  return (
    <Notice tone="bad" title={t("failedTitle")} action={retry && <TryAgain retry={retry} />}>
      {t("failedHint")}
    </Notice>
  );
}

function TryAgain({ retry }: { retry: Retry }) {
  const t = useTranslations("ui");
  const router = useRouter();
  const { run, isPending } = useAction(retry);
  return (
    <Button
      size="small"
      isPending={isPending}
      onPress={async () => {
        if ((await run({})) !== undefined) router.refresh();
      }}
    >
      {t("error.retry")}
    </Button>
  );
}
