"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { showToast } from "@/components/ui/toast";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { Result } from "@/lib/errors";
import { duplicateExportAction } from "./actions";

/** Makes a copy of an export and opens it for editing. */
export function useDuplicate() {
  const t = useTranslations("exports");
  const text = useProblemText();
  const router = useRouter();
  return async (exportId: string) => {
    const result = await duplicateExportAction({ exportId, prefix: t("copyOf") }).catch(
      (): Result<{ exportId: string; name: string }> => ({ ok: false, code: "offline" }),
    );
    if (!result.ok) return showToast({ title: text(result), tone: "bad" });
    showToast({ title: t("duplicated", { name: result.value.name }), tone: "good" });
    router.push(`/data/exports/${result.value.exportId}/edit`);
  };
}
