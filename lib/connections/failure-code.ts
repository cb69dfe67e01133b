import { DestinationFailure } from "@/lib/destinations/destination-failure";
import { type Refused, refused } from "@/lib/errors";
import { SlotWait } from "@/lib/limiter/limit-requests";

/** Tokens are stored, but this deployment no longer says which OAuth app they are of. */
export class OauthAppMissing extends Error {}

/** The connection has no credential any more: it was removed after it had been looked at. */
export class CredentialGone extends Error {}

/** Names what a destination's failure means to the person who pressed Connect. Rethrows everything else. */
export function refusalOfFailure(error: unknown): Refused {
  if (error instanceof OauthAppMissing) return refused("oauth_not_set_up");
  if (error instanceof CredentialGone) return refused("connection_unknown");
  if (error instanceof SlotWait)
    return refused("destination_busy", { seconds: Math.max(1, Math.ceil(error.waitMs / 1000)) });
  if (!(error instanceof DestinationFailure)) throw error;
  const { report } = error;
  switch (report.kind) {
    case "auth":
      return refused("key_refused");
    case "forbidden":
      return refused("scopes_missing", { scopes: report.missingScopes.join(", ") });
    case "rate_limited":
      return refused("destination_busy", { seconds: Math.max(1, Math.ceil(report.retryAfterMs / 1000)) });
    case "transient":
    case "ambiguous":
      return refused("destination_unreachable", { code: report.code });
    default:
      return refused("destination_unexpected", { code: report.code });
  }
}
