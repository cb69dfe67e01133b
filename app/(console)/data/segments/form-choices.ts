import type { Actor } from "@/lib/auth/permissions";
import { listFields } from "@/lib/profiles/fields";
import { listSegments } from "@/lib/segments/queries";

/** What the form of a segment lets choose from; a segment cannot ask about itself. */
export async function listFormChoices(actor: Actor, segmentId?: string) {
  const segments = await listSegments(actor);
  return {
    fields: await listFields(actor),
    segments: segments
      .filter(({ id }) => id !== segmentId)
      .map(({ id, name, isActive, refreshedAt }) => ({ id, name, isActive, refreshedAt })),
    timeZones: ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")],
  };
}
