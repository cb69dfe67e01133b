"use client";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

type ConfirmDialogProps = {
  title: string;
  /** Names what will happen, and to how many. */
  children: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  tone?: "danger" | "primary";
  trigger?: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  /** Answers false when it was refused: the dialog then stays, with the reason among its children. */
  onConfirm: () => void | boolean | Promise<void | boolean>;
};

/** A last question before something that matters. Stays open, busy, until `onConfirm` is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, cancelLabel, tone = "danger", onConfirm, ...opening } = props;
  const t = useTranslations("ui");
  const [isPending, setPending] = useState(false);

  async function confirm(close: () => void) {
    setPending(true);
    try {
      if ((await onConfirm()) !== false) close();
    } finally {
      setPending(false);
    }
  }

  return (
    <Dialog
      {...opening}
      title={title}
      role="alertdialog"
      footer={(close) => (
        <>
          <Button autoFocus onPress={close} isDisabled={isPending}>
            {cancelLabel ?? t("cancel")}
          </Button>
          <Button variant={tone} isPending={isPending} onPress={() => confirm(close)}>
            {confirmLabel}
          </Button>
        </>
      )}
    >
      {children}
    </Dialog>
  );
}
