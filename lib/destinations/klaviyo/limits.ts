import type { DestinationLimits } from "../types";

/**
 * Klaviyo says 10,000 profiles, 5 MB and 100 KB each, and not whether a MB is a million bytes; so a tenth is left
 * free (contract 7.4). It counts the encoded body.
 */
export const limits: DestinationLimits = {
  records: 10_000,
  bytes: 4_500_000,
  recordBytes: 95_000,
  envelopeBytes: 256,
  removals: 1000,
};
