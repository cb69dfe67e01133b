import type { Instrumentation } from "next";

/**
 * Next prints an error as it is, and one of a database quotes the row. What Next has to say goes the way of the log
 * instead; what failed in a page or a route comes with its request, below.
 */
async function sendWordsToLog(): Promise<void> {
  const { describeError, logger } = await import("@/lib/logger");
  const say = (...said: unknown[]) => {
    const errors = said.filter((one) => one instanceof Error);
    if (errors.length > 0 && errors.every((error) => "digest" in error)) return;
    logger.error({ said: said.map(describeError) }, "the web server had something to say");
  };
  Object.assign(console, { error: say, warn: say });
}

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { allowLongUploads } = await import("@/lib/request-time");
  allowLongUploads();
  if (process.env.NODE_ENV !== "development") await sendWordsToLog();
}

/** Logs what failed while a page was made, under the reference that the person sees. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logger } = await import("@/lib/logger");
  const digest = (error as { digest?: string }).digest;
  const requestId = request.headers["x-request-id"];
  const { method } = request;
  logger.error({ err: error, digest, requestId, method, route: context.routePath }, "a page failed");
};
