"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { cancelRefresh } from "@/lib/refresh/cancel-refresh";
import { refreshAll } from "@/lib/refresh/start-refresh";
import { cancelJob } from "@/lib/status/cancel-job";

const refresh = ["/admin/system"];

export const refreshAllAction = defineAction({ input: z.object({}), run: refreshAll, refresh });
export const cancelRefreshAction = defineAction({
  input: z.object({ refreshId: z.uuid() }),
  run: cancelRefresh,
  refresh,
});
export const cancelJobAction = defineAction({
  input: z.object({ taskId: z.string().max(100) }),
  run: cancelJob,
  refresh: ["/admin/system", "/data"],
});
