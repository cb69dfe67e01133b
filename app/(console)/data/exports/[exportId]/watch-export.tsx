"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { ExportLine } from "@/lib/exports/queries";
import { watchedExportQuery } from "@/lib/exports/query-options";

/** Renders the page anew when the export's run has moved on. */
export function WatchExport({ exportId, status }: { exportId: string; status: ExportLine["status"] }) {
  const router = useRouter();
  const { data } = useQuery(watchedExportQuery(exportId));
  const now = data?.status ?? status;
  useEffect(() => {
    if (now !== status) router.refresh();
  }, [now, status, router]);
  return null;
}
