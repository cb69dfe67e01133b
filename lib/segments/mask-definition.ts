import { type Actor, can } from "@/lib/auth/permissions";
import { type ProfileField, listFields } from "@/lib/profiles/fields";
import { maskValue } from "@/lib/profiles/mask";
import { type SegmentDefinition, conditionsOf, segmentDefinitionSchema } from "./definition";

/** Rules for somebody who sees addresses and phone numbers masked: what they are compared with is masked too. */
export function maskDefinition(definition: SegmentDefinition, fields: ProfileField[]): SegmentDefinition {
  const masked = structuredClone(definition);
  for (const { condition } of conditionsOf(masked)) {
    if (condition.kind === "segment") continue;
    const meaning = fields.find(({ key }) => key === condition.field)?.meaning ?? "none";
    condition.values = condition.values.map((value) => maskValue(meaning, value));
  }
  return masked;
}

/** Stored rules as the actor may see them; null where there are none. */
export async function shownDefinition(actor: Actor, stored: unknown): Promise<SegmentDefinition | null> {
  if (stored === null) return null;
  const definition = segmentDefinitionSchema.parse(stored);
  return can(actor, "profile:reveal") ? definition : maskDefinition(definition, await listFields(actor));
}
