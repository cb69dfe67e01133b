"use client";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { TokenLine } from "@/lib/api/queries";
import { revokeTokenAction } from "./actions";

export function RevokeToken({ token, onClose }: { token: TokenLine; onClose: () => void }) {
  const t = useTranslations("api");
  const { run, problem } = useAction(revokeTokenAction);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("revokeTitle", { name: token.name })}
      confirmLabel={t("revoke")}
      onConfirm={async () => {
        if ((await run({ tokenId: token.id })) === undefined) return false;
        showToast({ title: t("revoked", { name: token.name }), tone: "good" });
        return true;
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      {token.source === null ? t("revokeBodyRuns") : t("revokeBody", { source: token.source })}
    </ConfirmDialog>
  );
}
