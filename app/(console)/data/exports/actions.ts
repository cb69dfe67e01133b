"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { detachExports } from "@/lib/exports/detach-exports";
import { duplicateExport } from "@/lib/exports/duplicate-export";
import { createList, findList } from "@/lib/exports/lists";
import { previewExport } from "@/lib/exports/preview-export";
import { removeExports } from "@/lib/exports/remove-exports";
import { saveExport } from "@/lib/exports/save-export";
import {
  createListSchema,
  duplicateExportSchema,
  exportIdSchema,
  exportIdsSchema,
  findListSchema,
  previewExportSchema,
  saveExportSchema,
  setScheduleSchema,
} from "@/lib/exports/schema";
import { setSchedule } from "@/lib/exports/set-schedule";
import { cancelRun } from "@/lib/runs/cancel-run";
import { planExport } from "@/lib/runs/plan-export";
import { releaseRun } from "@/lib/runs/release-run";
import { resyncFully, retryFailed, startRun, startRuns } from "@/lib/runs/start-run";

const refresh = ["/data/exports"];

export const saveExportAction = defineAction({
  input: saveExportSchema,
  run: (actor, values) => saveExport(actor, values),
  refresh,
});
export const duplicateExportAction = defineAction({
  input: duplicateExportSchema,
  run: duplicateExport,
  refresh,
});
export const detachExportsAction = defineAction({ input: exportIdsSchema, run: detachExports, refresh });
export const removeExportsAction = defineAction({ input: exportIdsSchema, run: removeExports, refresh });
export const setScheduleAction = defineAction({ input: setScheduleSchema, run: setSchedule, refresh });
export const previewExportAction = defineAction({ input: previewExportSchema, run: previewExport });
export const findListAction = defineAction({ input: findListSchema, run: findList });
export const createListAction = defineAction({ input: createListSchema, run: createList });
export const startRunAction = defineAction({ input: exportIdSchema, run: startRun, refresh });
export const startRunsAction = defineAction({ input: exportIdsSchema, run: startRuns, refresh });
export const planExportAction = defineAction({ input: exportIdSchema, run: planExport });
const runIdSchema = z.object({ runId: z.uuid() });
export const cancelRunAction = defineAction({ input: runIdSchema, run: cancelRun, refresh });
export const releaseRunAction = defineAction({ input: runIdSchema, run: releaseRun, refresh });
export const retryFailedAction = defineAction({ input: runIdSchema, run: retryFailed, refresh });
export const fullResyncAction = defineAction({ input: exportIdSchema, run: resyncFully, refresh });
