"use client";
import { useEffect, useEffectEvent } from "react";

/** Calls back when a bare key is pressed outside of any field and with nothing open on top of the page. */
export function useShortcut(key: string | undefined, onPress: () => void) {
  const press = useEffectEvent(onPress);
  useEffect(() => {
    if (!key) return;
    function listen(event: KeyboardEvent) {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
        return;
      if (isTyping(event.target) || document.querySelector(onTop)) return;
      event.preventDefault();
      press();
    }
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [key]);
}

// A toast is an alert dialog too, but it does not stand in the way.
const onTop = "[role=dialog], [role=alertdialog]:not([aria-modal=false]), [role=menu], [role=listbox]";

function isTyping(target: EventTarget | null) {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"))
  );
}
