"use client";
import { useTranslations } from "next-intl";
import { showToast } from "@/components/ui/toast";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { Result } from "@/lib/errors";
import { refreshSourceAction } from "./database/actions";

/** Asks for a source to be read from its database, and says what came of asking. */
export function useRefreshSource(): (sourceId: string) => Promise<void> {
  const t = useTranslations("databaseSources");
  const text = useProblemText();
  return async (sourceId) => {
    const asked = refreshSourceAction({ sourceId });
    const result = await asked.catch((): Result<unknown> => ({ ok: false, code: "offline" }));
    showToast(result.ok ? { title: t("refreshStarted") } : { title: text(result), tone: "bad" });
  };
}
