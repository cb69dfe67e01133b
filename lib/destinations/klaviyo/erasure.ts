import { DestinationFailure } from "../destination-failure";
import type { Channel } from "../types";
import type { KlaviyoClient } from "./client";

/** Erasing people there: accepted at once, done some time later (contract 7.11). Asking twice does no harm. */
export function createErasure(client: KlaviyoClient): Pick<Channel, "requestErasure"> {
  async function requestErasure(email: string): Promise<"requested" | "unknown"> {
    const profile = { data: { type: "profile", attributes: { email } } };
    const body = JSON.stringify({ data: { type: "data-privacy-deletion-job", attributes: { profile } } });
    try {
      await client.sendSilent(
        { route: "POST /api/data-privacy-deletion-jobs", body, namesPeople: true },
        202,
      );
      return "requested";
    } catch (error) {
      const isUnknown =
        error instanceof DestinationFailure && error.kind === "bug" && error.report.status === 404;
      if (isUnknown) return "unknown";
      throw error;
    }
  }

  return { requestErasure };
}
