"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { refreshAllSegments } from "@/lib/segments/refresh-all-segments";
import { removeSegment } from "@/lib/segments/remove-segment";
import { requestRefresh } from "@/lib/segments/request-refresh";
import { saveSegment } from "@/lib/segments/save-segment";
import { saveSegmentSchema, segmentIdSchema } from "@/lib/segments/schema";

const refresh = ["/data/segments"];

export const saveSegmentAction = defineAction({ input: saveSegmentSchema, run: saveSegment, refresh });
export const removeSegmentAction = defineAction({ input: segmentIdSchema, run: removeSegment, refresh });
export const requestRefreshAction = defineAction({ input: segmentIdSchema, run: requestRefresh, refresh });
export const refreshAllAction = defineAction({ input: z.object({}), run: refreshAllSegments, refresh });
