"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";

export type WithClose = ReactNode | ((close: () => void) => ReactNode);

export type DialogProps = {
  title: string;
  /** A `Button` that opens the dialog. Without one the caller holds `isOpen`. */
  trigger?: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: WithClose;
  footer?: WithClose;
  role?: "dialog" | "alertdialog";
  width?: "normal" | "wide";
  className?: string;
};

/** Asks or shows one thing before the page goes on. */
export function Dialog({ trigger, isOpen, onOpenChange, ...content }: DialogProps) {
  if (!trigger) return <DialogWindow isOpen={isOpen} onOpenChange={onOpenChange} {...content} />;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      {trigger}
      <DialogWindow {...content} />
    </DialogTrigger>
  );
}

function DialogWindow(props: Omit<DialogProps, "trigger">) {
  const {
    title,
    isOpen,
    onOpenChange,
    children,
    footer,
    role = "dialog",
    width = "normal",
    className,
  } = props;
  const t = useTranslations("ui");
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={role === "dialog"}
      className="fixed inset-0 z-40 flex items-end justify-center bg-black/40 p-4 transition-opacity duration-150 sm:items-center entering:opacity-0 exiting:opacity-0"
    >
      <Modal
        className={cn(
          "flex max-h-full w-full flex-col overflow-hidden rounded-panel border border-line bg-surface shadow-float",
          "transition-[translate] duration-150 ease-settle entering:translate-y-2",
          width === "wide" ? "max-w-180" : "max-w-120",
          className,
        )}
      >
        <AriaDialog role={role} className="flex min-h-0 flex-col outline-none">
          {({ close }) => (
            <>
              <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-2">
                <Heading slot="title" className="text-section font-semibold text-balance">
                  {title}
                </Heading>
                {role === "dialog" && (
                  <IconButton
                    label={t("close")}
                    size="small"
                    icon={<X aria-hidden />}
                    onPress={close}
                    className="-me-2"
                  />
                )}
              </header>
              <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{render(children, close)}</div>
              {footer && (
                <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
                  {render(footer, close)}
                </footer>
              )}
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function render(content: WithClose, close: () => void) {
  return typeof content === "function" ? content(close) : content;
}
