"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { chooseInBrowser } from "@/components/console/choose-in-browser";

/** Tells the server the viewer's own time zone on their first visit, until they choose one. */
export function RememberTimeZone() {
  const router = useRouter();
  useEffect(() => {
    if (document.cookie.includes("ferry.timeZone=")) return;
    chooseInBrowser("ferry.timeZone", new Intl.DateTimeFormat().resolvedOptions().timeZone);
    router.refresh();
  }, [router]);
  return null;
}
