import { defineRoute } from "@/lib/route";
import { getRun } from "@/lib/runs/queries";

export const GET = defineRoute<{ runId: string }>((actor, { runId }) => getRun(actor, runId));
