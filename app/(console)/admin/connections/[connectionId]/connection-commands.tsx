"use client";
import { Ban, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { withdrawConsentAction } from "../actions";
import { RemoveConnection } from "../remove-connection";

export function ConnectionCommands({ connection }: { connection: ConnectionDetail }) {
  const t = useTranslations("connections");
  const [isRemoving, setRemoving] = useState(false);
  const { run, problem } = useAction(withdrawConsentAction);
  return (
    <>
      {connection.hasConsent && (
        <ConfirmDialog
          trigger={<Button icon={<Ban />}>{t("withdraw")}</Button>}
          title={t("withdrawTitle", { name: connection.name })}
          confirmLabel={t("withdraw")}
          onConfirm={async () => {
            if ((await run({ connectionId: connection.id })) === undefined) return false;
            showToast({ title: t("withdrawn") });
            return true;
          }}
        >
          {problem && <FormProblem>{problem}</FormProblem>}
          {t("withdrawBody")}
        </ConfirmDialog>
      )}
      <Button icon={<Trash2 />} onPress={() => setRemoving(true)}>
        {t("remove")}
      </Button>
      {isRemoving && <RemoveConnection connection={connection} onClose={() => setRemoving(false)} />}
    </>
  );
}
