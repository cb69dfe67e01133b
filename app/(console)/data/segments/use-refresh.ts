"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { showToast } from "@/components/ui/toast";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { Result } from "@/lib/errors";
import { refreshAllAction, requestRefreshAction } from "./actions";

/** Asks for segments to be refreshed and shows it. */
export function useRefresh() {
  const t = useTranslations("segments");
  const text = useProblemText();
  const queries = useQueryClient();

  async function say(asked: Promise<Result<unknown>>) {
    const result = await asked.catch((): Result<unknown> => ({ ok: false, code: "offline" }));
    showToast(result.ok ? { title: t("refreshStarted") } : { title: text(result), tone: "bad" });
    // The action's answer carries the page anew; only what is polled has to be told.
    if (result.ok) await queries.invalidateQueries({ queryKey: ["segments"] });
  }

  return {
    refreshOne: (segmentId: string) => say(requestRefreshAction({ segmentId })),
    refreshAll: () => say(refreshAllAction({})),
  };
}
