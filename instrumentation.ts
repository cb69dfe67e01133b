import type { Instrumentation } from "next";

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { allowLongUploads } = await import("@/lib/request-time");
  allowLongUploads();
}

/** Logs what failed while a page was made, under the reference that the person sees. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logger } = await import("@/lib/logger");
  const digest = (error as { digest?: string }).digest;
  logger.error({ err: error, digest, method: request.method, route: context.routePath }, "a page failed");
};
