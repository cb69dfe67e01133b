import { defineRoute } from "@/lib/route";
import { getProgress } from "@/lib/status/queries";

export const GET = defineRoute((actor, _, request) =>
  getProgress(actor, { taskId: new URL(request.url).searchParams.get("task") ?? "" }),
);
