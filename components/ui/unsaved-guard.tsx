"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

/** Asks before the person leaves a page with changes that are not saved. */
export function UnsavedGuard({ isDirty }: { isDirty: boolean }) {
  const t = useTranslations("ui.unsaved");
  const router = useRouter();
  const [wanted, setWanted] = useState<string>();

  useEffect(() => {
    if (!isDirty) return;
    function beforeUnload(event: BeforeUnloadEvent) {
      event.preventDefault();
    }
    // Caught on the way down, before the router or React Aria hear of the click.
    function click(event: MouseEvent) {
      const href = leavesTo(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(href);
    }
    window.addEventListener("beforeunload", beforeUnload);
    document.addEventListener("click", click, true);
    return () => {
      window.removeEventListener("beforeunload", beforeUnload);
      document.removeEventListener("click", click, true);
    };
  }, [isDirty]);

  return (
    <ConfirmDialog
      title={t("title")}
      confirmLabel={t("leave")}
      cancelLabel={t("stay")}
      isOpen={wanted !== undefined}
      onOpenChange={(isOpen) => !isOpen && setWanted(undefined)}
      onConfirm={() => {
        if (wanted) router.push(wanted);
      }}
    >
      {t("body")}
    </ConfirmDialog>
  );
}

function leavesTo(event: MouseEvent) {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || (link.target && link.target !== "_self") || link.origin !== location.origin) return;
  if (link.pathname === location.pathname && link.search === location.search) return;
  return link.pathname + link.search + link.hash;
}
