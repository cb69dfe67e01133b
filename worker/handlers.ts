import type { JobName, JobPayload } from "@/lib/jobs/contracts";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { runImport } from "@/lib/sources/run-import";

/** What each queue does: a line into `lib`. `atOnce` is per process. */
export const handlers: {
  [Name in JobName]: { atOnce: number; run: (payload: JobPayload<Name>) => Promise<void> };
} = {
  "source.import": { atOnce: 1, run: ({ importId }) => runImport(importId) },
  "segment.refresh": { atOnce: 1, run: ({ segmentId }) => refreshSegment(segmentId) },
};
