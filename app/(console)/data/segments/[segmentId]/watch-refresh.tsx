"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { SegmentLine } from "@/lib/segments/queries";
import { watchedSegmentsQuery } from "@/lib/segments/query-options";

interface WatchRefreshProps {
  segmentId: string;
  status: SegmentLine["refreshStatus"];
}

/**
 * Renders the page anew when its segment's refresh has moved on. The page itself is not polled: asked for while the
 * server is out of reach, it would be replaced by the browser's own error page.
 */
export function WatchRefresh({ segmentId, status }: WatchRefreshProps) {
  const router = useRouter();
  const { data } = useQuery(watchedSegmentsQuery());
  const now = data?.find(({ id }) => id === segmentId)?.refreshStatus ?? status;
  useEffect(() => {
    if (now !== status) router.refresh();
  }, [now, status, router]);
  return null;
}
