import type { Instrumentation } from "next";

/** Logs what failed while a page was made, under the reference that the person sees. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logger } = await import("@/lib/logger");
  const digest = (error as { digest?: string }).digest;
  const requestId = request.headers["x-request-id"];
  const { method } = request;
  logger.error({ err: error, digest, requestId, method, route: context.routePath }, "a page failed");
};
