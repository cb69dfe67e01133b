"use client";
import { ClipboardList } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { MenuItem } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { Refused } from "@/lib/errors";
import { planExportAction } from "../actions";
import { PlanPanel } from "./plan-panel";

const offline = (): Refused => ({ ok: false, code: "offline" });

/** The command that shows what a run would do, and the panel it opens. */
export function usePlan(exportId: string) {
  const t = useTranslations("exports");
  const text = useProblemText();
  const [planId, setPlanId] = useState<string>();

  async function ask() {
    const result = await planExportAction({ exportId }).catch(offline);
    if (result.ok) setPlanId(result.value.planId);
    else showToast({ title: text(result), tone: "bad" });
  }

  const command: MenuItem = {
    id: "plan",
    label: t("plan"),
    icon: <ClipboardList />,
    onAction: () => void ask(),
  };
  return { command, panel: planId && <PlanPanel planId={planId} onClose={() => setPlanId(undefined)} /> };
}
