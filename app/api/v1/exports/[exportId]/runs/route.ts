import { defineApiRoute } from "@/lib/api/define-api-route";
import { runForProgram } from "@/lib/runs/api/run-for-program";
import { runRequestSchema } from "@/lib/runs/api/schema";

/** Runs an export now. */
export const POST = defineApiRoute<{ exportId: string }, { mode: "changes" | "full" }>({
  scope: "exports:run",
  body: runRequestSchema,
  run: (caller, { params, body, repeatKey }) => runForProgram(caller, { ...params, ...body, repeatKey }),
});
