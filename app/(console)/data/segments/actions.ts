"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { cancelSegmentRefresh } from "@/lib/segments/cancel-refresh";
import { changeTags } from "@/lib/segments/change-tags";
import { countRules } from "@/lib/segments/count-rules";
import { duplicateSegment } from "@/lib/segments/duplicate-segment";
import { addToExport } from "@/lib/segments/exports/add-to-export";
import { takeOutOfExport } from "@/lib/segments/exports/take-out-of-export";
import { findSegmentUsage } from "@/lib/segments/find-usage";
import { restoreRevision } from "@/lib/segments/history/restore-revision";
import { saveMemberList } from "@/lib/segments/member-lists/save-member-list";
import { saveMemberListSchema, startMemberListSchema } from "@/lib/segments/member-lists/schema";
import { startMemberList } from "@/lib/segments/member-lists/start-member-list";
import { refreshAllSegments } from "@/lib/segments/refresh-all-segments";
import { removeSegments } from "@/lib/segments/remove-segments";
import { renameSegment } from "@/lib/segments/rename-segment";
import { requestRefresh } from "@/lib/segments/request-refresh";
import { saveSegment } from "@/lib/segments/save-segment";
import {
  changeTagsSchema,
  duplicateSegmentSchema,
  renameSegmentSchema,
  restoreRevisionSchema,
  saveSegmentSchema,
  segmentIdSchema,
  segmentIdsSchema,
  segmentInExportSchema,
  setSegmentActiveSchema,
  setSegmentKindSchema,
} from "@/lib/segments/schema";
import { setSegmentActive } from "@/lib/segments/set-segment-active";
import { setSegmentKind } from "@/lib/segments/set-segment-kind";

const refresh = ["/data/segments"];
const withExports = ["/data/segments", "/data/exports"];

export const saveSegmentAction = defineAction({ input: saveSegmentSchema, run: saveSegment, refresh });
export const renameSegmentAction = defineAction({ input: renameSegmentSchema, run: renameSegment, refresh });
export const duplicateSegmentAction = defineAction({
  input: duplicateSegmentSchema,
  run: duplicateSegment,
  refresh,
});
export const setSegmentKindAction = defineAction({
  input: setSegmentKindSchema,
  run: setSegmentKind,
  refresh,
});
export const setSegmentActiveAction = defineAction({
  input: setSegmentActiveSchema,
  run: setSegmentActive,
  refresh,
});
export const changeTagsAction = defineAction({ input: changeTagsSchema, run: changeTags, refresh });
export const removeSegmentsAction = defineAction({ input: segmentIdsSchema, run: removeSegments, refresh });
export const requestRefreshAction = defineAction({ input: segmentIdsSchema, run: requestRefresh, refresh });
export const cancelRefreshAction = defineAction({
  input: segmentIdSchema,
  run: cancelSegmentRefresh,
  refresh,
});
export const refreshAllAction = defineAction({ input: z.object({}), run: refreshAllSegments, refresh });
export const countRulesAction = defineAction({ input: segmentIdSchema, run: countRules });
export const findUsageAction = defineAction({ input: segmentIdsSchema, run: findSegmentUsage });
export const restoreRevisionAction = defineAction({
  input: restoreRevisionSchema,
  run: restoreRevision,
  refresh,
});
export const addToExportAction = defineAction({
  input: segmentInExportSchema,
  run: addToExport,
  refresh: withExports,
});
export const takeOutOfExportAction = defineAction({
  input: segmentInExportSchema,
  run: takeOutOfExport,
  refresh: withExports,
});
export const startMemberListAction = defineAction({ input: startMemberListSchema, run: startMemberList });
export const saveMemberListAction = defineAction({
  input: saveMemberListSchema,
  run: saveMemberList,
  refresh,
});
