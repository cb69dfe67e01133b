import type { EmailConsent } from "./profile.ts";

/** New profiles are NEVER_SUBSCRIBED (contract 7.4). */
export function newConsent(): EmailConsent {
  return { consent: "NEVER_SUBSCRIBED", at: null, suppressions: [] };
}
