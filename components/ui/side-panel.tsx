"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import type { WithClose } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";

type SidePanelProps = {
  title: string;
  description?: ReactNode;
  trigger?: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: WithClose;
  footer?: WithClose;
};

/** A short form or details beside the list they belong to. */
export function SidePanel({ trigger, isOpen, onOpenChange, ...content }: SidePanelProps) {
  if (!trigger) return <PanelWindow isOpen={isOpen} onOpenChange={onOpenChange} {...content} />;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      {trigger}
      <PanelWindow {...content} />
    </DialogTrigger>
  );
}

function PanelWindow({
  title,
  description,
  isOpen,
  onOpenChange,
  children,
  footer,
}: Omit<SidePanelProps, "trigger">) {
  const t = useTranslations("ui");
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable
      className="fixed inset-0 z-40 flex justify-end bg-black/20 transition-opacity duration-150 entering:opacity-0 exiting:opacity-0"
    >
      <Modal className="h-full w-full border-s border-line bg-surface shadow-float transition-[translate] duration-180 ease-settle sm:max-w-120 entering:translate-x-8 exiting:translate-x-8">
        <Dialog className="flex h-full flex-col outline-none">
          {({ close }) => (
            <>
              <header className="flex items-start justify-between gap-4 border-b border-line px-5 py-4">
                <div className="flex min-w-0 flex-col gap-0.5">
                  <Heading slot="title" className="text-section font-semibold">
                    {title}
                  </Heading>
                  {description && <p className="text-quiet">{description}</p>}
                </div>
                <IconButton
                  label={t("close")}
                  size="small"
                  icon={<X aria-hidden />}
                  onPress={close}
                  className="-me-2"
                />
              </header>
              <div className="min-h-0 flex-1 overflow-y-auto px-5 py-5">{render(children, close)}</div>
              {footer && (
                <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
                  {render(footer, close)}
                </footer>
              )}
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function render(content: WithClose, close: () => void) {
  return typeof content === "function" ? content(close) : content;
}
