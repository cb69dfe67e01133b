"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-status";
import { Skeleton } from "@/components/ui/skeleton";
import { showToast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { listConnectionExportsAction, removeConnectionAction } from "./actions";
import { type Choice, ExportChoices } from "./export-choices";

interface RemoveConnectionProps {
  connection: { id: string; name: string };
  onClose: () => void;
}

/** Asks what becomes of each export that uses the connection, and removes it. */
export function RemoveConnection({ connection, onClose }: RemoveConnectionProps) {
  const t = useTranslations("connections");
  const router = useRouter();
  const { run, problem } = useAction(removeConnectionAction);
  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const { data, isPending, refetch } = useQuery({
    queryKey: ["connection-exports", connection.id],
    queryFn: () => listConnectionExportsAction({ connectionId: connection.id }),
    // What uses the connection may have changed since the dialog was last open.
    staleTime: 0,
    gcTime: 0,
  });
  const exports = data?.ok ? data.value : [];

  async function remove() {
    const decided = exports.map(({ id }) => ({ exportId: id, choice: choices[id] ?? ("detach" as const) }));
    if ((await run({ connectionId: connection.id, exports: decided })) === undefined) {
      await refetch();
      return false;
    }
    showToast({ title: t("removed", { name: connection.name }), tone: "good" });
    router.push("/admin/connections");
    return true;
  }

  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("removeTitle", { name: connection.name })}
      confirmLabel={t("remove")}
      onConfirm={remove}
    >
      <div className="flex flex-col gap-4">
        {problem && <FormProblem>{problem}</FormProblem>}
        <p>{t("removeBody")}</p>
        {isPending && <Skeleton className="h-20" />}
        {exports.length > 0 && (
          <ExportChoices
            exports={exports}
            choices={choices}
            onChoose={(id, choice) => setChoices({ ...choices, [id]: choice })}
          />
        )}
      </div>
    </ConfirmDialog>
  );
}
