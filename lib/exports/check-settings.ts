import type { Destination } from "@/lib/destinations/types";
import type { FieldProblem } from "@/lib/errors";
import type { Mapping, SaveExportInput } from "./schema";

type Problems = Record<string, FieldProblem>;
type Known = ReadonlySet<string>;
type MappingPart = Pick<Destination, "fields" | "checkPropertyName">;

/** Names of custom properties as the destination will have them. What has no acceptable name stays as it is. */
export function cleanMapping({ checkPropertyName }: MappingPart, mapping: Mapping): Mapping {
  const properties = mapping.properties.map(({ name, field }) => {
    const checked = checkPropertyName(name);
    return { name: checked.ok ? checked.name : name, field };
  });
  return { fields: mapping.fields, properties };
}

function unknownField(known: Known, field: string): FieldProblem | null {
  return known.has(field) ? null : { code: "field_unknown", params: { field } };
}

function fieldsProblems(destination: MappingPart, known: Known, fields: Mapping["fields"]): Problems {
  const problems: Problems = {};
  const offered = new Set(destination.fields.filter((one) => one.kind !== "email").map(({ key }) => key));
  const taken = new Set<string>();
  for (const [index, { to, field }] of fields.entries()) {
    if (!offered.has(to)) problems[`mapping.fields.${index}.to`] = { code: "target_field_unknown" };
    else if (taken.has(to)) problems[`mapping.fields.${index}.to`] = { code: "mapped_twice" };
    taken.add(to);
    const unknown = unknownField(known, field);
    if (unknown) problems[`mapping.fields.${index}.field`] = unknown;
  }
  return problems;
}

function propertiesProblems(
  destination: MappingPart,
  known: Known,
  properties: Mapping["properties"],
): Problems {
  const problems: Problems = {};
  const taken = new Set<string>();
  for (const [index, { name, field }] of properties.entries()) {
    const checked = destination.checkPropertyName(name);
    if (!checked.ok) problems[`mapping.properties.${index}.name`] = { code: checked.code };
    else if (taken.has(checked.name))
      problems[`mapping.properties.${index}.name`] = { code: "property_name_twice" };
    if (checked.ok) taken.add(checked.name);
    const unknown = unknownField(known, field);
    if (unknown) problems[`mapping.properties.${index}.field`] = unknown;
  }
  return problems;
}

/** Everything in a mapping that fits neither the destination nor the field catalogue, by its place in the form. */
export function mappingProblems(destination: MappingPart, known: Known, mapping: Mapping): Problems {
  return {
    ...fieldsProblems(destination, known, mapping.fields),
    ...propertiesProblems(destination, known, mapping.properties),
  };
}

/** Segments that are not there, and those that are chosen on both sides. `names`: of the segments there are, by id. */
export function segmentProblems(
  names: ReadonlyMap<string, string>,
  { segmentIds, excludedSegmentIds }: Pick<SaveExportInput, "segmentIds" | "excludedSegmentIds">,
): Problems {
  const problems: Problems = {};
  const both = excludedSegmentIds.filter((id) => segmentIds.includes(id));
  if (both.length > 0) {
    const segments = both.map((id) => names.get(id) ?? id).join(", ");
    problems.excludedSegmentIds = { code: "segment_both", params: { segments } };
  }
  for (const [field, ids] of Object.entries({ segmentIds, excludedSegmentIds }))
    if (ids.some((id) => !names.has(id))) problems[field] = { code: "segment_unknown" };
  return problems;
}
