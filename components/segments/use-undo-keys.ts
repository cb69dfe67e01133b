"use client";
import { useEffect, useEffectEvent } from "react";

// A text that is being typed has steps of its own, which are the browser's.
const ownUndo = "input:not([type=radio], [type=checkbox]), textarea, [contenteditable]";

/** Ctrl+Z and Ctrl+Shift+Z, or with the command key, outside of texts. */
export function useUndoKeys({ undo, redo }: { undo: () => void; redo: () => void }) {
  const press = useEffectEvent((isBack: boolean) => (isBack ? undo() : redo()));
  useEffect(() => {
    function listen(event: KeyboardEvent) {
      const isAsked = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.altKey;
      if (!isAsked || (event.target as HTMLElement).matches(ownUndo)) return;
      event.preventDefault();
      press(!event.shiftKey);
    }
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
