import type { FieldNotation } from "@/lib/profiles/field-types";
import type { ProfileField } from "@/lib/profiles/fields";
import type { SourceDetail, UploadPreview } from "@/lib/sources/queries";
import type { SourceColumn } from "@/lib/sources/schema";

export interface ImportPlan {
  keyColumn: string;
  columns: SourceColumn[];
}

/** As the new values tell; where they do not, as somebody chose last time. */
function notationFor(before: SourceColumn, proposed: Pick<SourceColumn, "type" | "notation">): FieldNotation {
  const tells = proposed.notation.decimal !== null || proposed.notation.slashDate !== null;
  return tells && proposed.type === before.type ? proposed.notation : before.notation;
}

/**
 * How a file's columns become fields: as last time where the source is known, as the field of the same name is
 * where there is one (its type is settled), and otherwise as the values suggest.
 */
export function planFor(
  preview: Pick<UploadPreview, "columns" | "proposed" | "proposedKey">,
  fields: ProfileField[],
  source?: Pick<SourceDetail, "keyColumn" | "columns">,
): ImportPlan {
  const columns = preview.proposed.map(({ isKeyCandidate: _, ...proposed }): SourceColumn => {
    const before = source?.columns.find((column) => column.name === proposed.name);
    if (before) return { ...before, notation: notationFor(before, proposed) };
    const field = fields.find((one) => one.key === proposed.fieldKey);
    const known = field && { type: field.type, meaning: field.meaning, fieldName: field.name };
    return { ...proposed, fieldName: proposed.name.slice(0, 100), isIncluded: true, ...known };
  });
  const knownKey = source && preview.columns.includes(source.keyColumn) ? source.keyColumn : undefined;
  return { keyColumn: knownKey ?? preview.proposedKey ?? "", columns };
}
