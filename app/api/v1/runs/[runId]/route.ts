import { defineApiRoute } from "@/lib/api/define-api-route";
import { tellRun } from "@/lib/runs/api/tell-run";

/** How a run gets on. */
export const GET = defineApiRoute<{ runId: string }>({
  scope: "exports:run",
  run: async (caller, { params }) => ({ answer: await tellRun(caller, params), isRepeat: false }),
});
