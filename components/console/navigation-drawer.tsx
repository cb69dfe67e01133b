"use client";
import { Menu as MenuIcon, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Dialog, DialogTrigger, Modal, ModalOverlay } from "react-aria-components";
import { Brand } from "@/components/console/brand";
import { IconButton } from "@/components/ui/icon-button";

/** The navigation on a phone: a button that lets it slide in. */
export function NavigationDrawer({ children }: { children: (close: () => void) => ReactNode }) {
  const t = useTranslations("shell");
  return (
    <DialogTrigger>
      <IconButton label={t("openNavigation")} icon={<MenuIcon aria-hidden />} />
      <ModalOverlay
        isDismissable
        className="fixed inset-0 z-40 bg-black/40 transition-opacity duration-150 md:hidden entering:opacity-0 exiting:opacity-0"
      >
        <Modal className="h-full w-72 max-w-[85vw] border-e border-line bg-surface shadow-float transition-[translate] duration-180 ease-settle entering:-translate-x-8 exiting:-translate-x-8">
          <Dialog aria-label={t("navigation")} className="flex h-full flex-col outline-none">
            {({ close }) => (
              <>
                <div className="flex h-12 shrink-0 items-center justify-between ps-4.5 pe-2">
                  <Brand />
                  <IconButton label={t("closeNavigation")} icon={<X aria-hidden />} onPress={close} />
                </div>
                {children(close)}
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
