"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { SourceLine } from "@/lib/sources/queries";
import { removeSourceAction } from "./actions";

interface RemoveSourceProps {
  source: Pick<SourceLine, "id" | "name" | "people" | "tokens">;
  onClose: () => void;
}

export function RemoveSource({ source, onClose }: RemoveSourceProps) {
  const t = useTranslations("sources");
  const format = useFormatter();
  const router = useRouter();
  const { run, problem } = useAction(removeSourceAction);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("removeTitle", { name: source.name })}
      confirmLabel={t("remove")}
      onConfirm={async () => {
        if ((await run({ sourceId: source.id })) === undefined) return false;
        showToast({ title: t("removed", { name: source.name }), tone: "good" });
        router.push("/data/sources");
        return true;
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {t("removeBody", { people: source.people })}
      {source.tokens.length > 0 && (
        <p className="mt-3">
          {t("removeTokens", { count: source.tokens.length, names: format.list(source.tokens) })}
        </p>
      )}
    </ConfirmDialog>
  );
}
