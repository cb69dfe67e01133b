import type { Run } from "@/generated/prisma/client";
import { pool, prisma } from "@/lib/db";
import { logger } from "@/lib/logger";
import { isSegmentStale, refreshSegment } from "@/lib/segments/refresh-segment";
import { refreshPushed } from "@/lib/sources/push/refresh-pushed";
import type { RunProblem } from "../move-run";
import { recordEvent } from "../record-event";
import { runSettingsSchema } from "../settings-schema";

/**
 * Brings segments up to the latest data (rule 7): whatever changes people asks every segment for a refresh, pushes
 * only after a while, so that is done now, and those that are still asked for are done here. Answers how many, or why a
 * run is skipped, by the segment's name.
 */
export async function refreshSegments(
  segments: { id: string; name: string }[],
): Promise<{ refreshed: number; problem: RunProblem | null }> {
  await refreshPushed();
  let refreshed = 0;
  for (const { id, name } of segments) {
    const params = { segment: name };
    const before = await prisma().segment.findUnique({ where: { id } });
    if (!before) return { refreshed, problem: { code: "segment_deleted", params } };
    if (!before.isActive) return { refreshed, problem: { code: "segment_inactive", params } };
    if (await isSegmentStale(id)) {
      const error = await refreshSegment(id).catch((reason: Error) => reason);
      if (error) logger.error({ err: error, segmentId: id }, "a segment could not be refreshed");
      refreshed++;
    }
    const after = await prisma().segment.findUnique({ where: { id }, select: { refreshStatus: true } });
    if (after?.refreshStatus === "failed") return { refreshed, problem: { code: "segment_failed", params } };
    if (after?.refreshStatus === "canceled")
      return { refreshed, problem: { code: "segment_refresh_canceled", params } };
  }
  return { refreshed, problem: null };
}

/** The same for a run's segments. Answers why it is skipped, or null. */
export async function refreshStale(run: Run): Promise<RunProblem | null> {
  if (run.mode === "leave_list") return null;
  const settings = runSettingsSchema.parse(run.settings);
  const { refreshed, problem } = await refreshSegments([...settings.segments, ...settings.excludedSegments]);
  if (refreshed > 0)
    await recordEvent(pool(), { runId: run.id, code: "refreshed_segments", params: { segments: refreshed } });
  return problem;
}
