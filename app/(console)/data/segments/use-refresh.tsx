"use client";
import { useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { MenuItem } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { Result } from "@/lib/errors";
import { refreshAllAction } from "./actions";

/** Does what a person asked of segments, says how it went, and lets the list look again. Answers whether it was done. */
export function useSay() {
  const text = useProblemText();
  const queries = useQueryClient();
  return async (asked: Promise<Result<unknown>>, done: string): Promise<boolean> => {
    const result = await asked.catch((): Result<unknown> => ({ ok: false, code: "offline" }));
    showToast(result.ok ? { title: done, tone: "good" } : { title: text(result), tone: "bad" });
    // The action's answer carries the page anew; only what is polled has to be told.
    if (result.ok) await queries.invalidateQueries({ queryKey: ["segments"] });
    return result.ok;
  };
}

/** The command that refreshes every active segment. */
export function useRefreshAll(): MenuItem {
  const t = useTranslations("segments");
  const say = useSay();
  return {
    id: "refresh-all",
    label: t("refreshAll"),
    icon: <RefreshCw />,
    onAction: () => void say(refreshAllAction({}), t("refreshStarted")),
  };
}
