import { requireDestination } from "@/lib/destinations/registry";
import { destinationSettings } from "@/lib/env";
import { logger } from "@/lib/logger";
import { destinationIo } from "./open-channel";

// Somebody waits for the page meanwhile.
const DEADLINE_MS = 15_000;

/** Ends Ferry's access at the destination. What Ferry does stays done, whatever the answer. */
export async function revokeTokens(destination: string, refreshToken: string): Promise<void> {
  const { oauth } = requireDestination(destination);
  const app = destinationSettings(destination).oauthApp;
  if (!oauth || !app) return;
  const io = destinationIo(destination, AbortSignal.timeout(DEADLINE_MS));
  await oauth.revoke(io, { app, refreshToken }).catch((error: Error) => {
    logger.warn({ err: error }, "access that is no longer used could not be revoked");
  });
}
