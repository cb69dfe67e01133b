"use client";
import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { cancelRefreshAction } from "./actions";
import { useSay } from "./use-refresh";

/** Cancels a segment's refresh, after saying what that leaves. */
export function CancelRefresh({ segment }: { segment: { id: string; name: string } }) {
  const t = useTranslations("segments");
  const say = useSay();
  return (
    <ConfirmDialog
      trigger={<Button icon={<Ban aria-hidden />}>{t("cancelRefresh")}</Button>}
      title={t("cancelRefreshTitle", { name: segment.name })}
      confirmLabel={t("cancelRefresh")}
      cancelLabel={t("keepRefreshing")}
      onConfirm={async () =>
        void (await say(cancelRefreshAction({ segmentId: segment.id }), t("refreshCanceled")))
      }
    >
      <p>{t("cancelRefreshBody")}</p>
    </ConfirmDialog>
  );
}
