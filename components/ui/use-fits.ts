"use client";
import { useCallback, useState } from "react";

/** Whether the content of the box that gets `ref` is no wider than the box. False until measured. */
export function useFits() {
  const [fits, setFits] = useState(false);
  const ref = useCallback((box: HTMLElement | null) => {
    if (!box) return;
    const observer = new ResizeObserver(() => setFits(box.scrollWidth <= box.clientWidth));
    for (const watched of [box, ...box.children]) observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  return { ref, fits };
}
