"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { showToast } from "@/components/ui/toast";
import { useProblemText } from "@/components/ui/use-problem-text";
import type { Refused } from "@/lib/errors";
import { startRunAction, startRunsAction } from "./actions";

interface Subject {
  id: string;
  name: string;
}

const offline = (): Refused => ({ ok: false, code: "offline" });

/** Runs exports: a single one leads to its run, several stay on the list with a word about how many. */
export function useRun() {
  const t = useTranslations("exports");
  const text = useProblemText();
  const router = useRouter();
  const queries = useQueryClient();

  async function runOne({ id, name }: Subject) {
    const result = await startRunAction({ exportId: id }).catch(offline);
    if (!result.ok) return showToast({ title: text(result), tone: "bad" });
    if (!result.value.isNew) showToast({ title: t("alreadyRunning", { name }), tone: "info" });
    router.push(`/data/runs/${result.value.runId}`);
  }

  async function runSeveral(subjects: Subject[]) {
    const result = await startRunsAction({ exportIds: subjects.map(({ id }) => id) }).catch(offline);
    if (!result.ok) return showToast({ title: text(result), tone: "bad" });
    const { started, alreadyRunning, refused } = result.value;
    const problems = refused.map(({ name, code }) => t("runFailed", { name, problem: text({ code }) }));
    const already = alreadyRunning > 0 ? [t("runsAlready", { count: alreadyRunning })] : [];
    showToast({
      title: t("runsStarted", { count: started }),
      description: [...already, ...problems].join(" "),
      tone: problems.length > 0 ? "warning" : "good",
    });
    await queries.invalidateQueries({ queryKey: ["exports"] });
  }

  return async (subjects: Subject[]) => {
    const [only] = subjects;
    await (only && subjects.length === 1 ? runOne(only) : runSeveral(subjects));
  };
}
