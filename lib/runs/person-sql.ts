import pg from "pg";
import type { Mapping } from "@/lib/exports/schema";

// Raised where the same attributes begin to be encoded otherwise, so that everybody is sent once more.
const ENCODING = 1;

const literal = (text: string) => pg.escapeLiteral(text);
const attribute = (field: string) => `p.attributes->${literal(field)}`;

/** Expressions over `profile p`, for one export's mapping. */
export interface PersonSql {
  /** The address as it is compared. */
  identifier: string;
  /** The mapped values as the text of a JSON array: first `mapping.fields`, then `mapping.properties`. */
  written: string;
  /** Places in the ledger's names of the custom properties that have a value; null where none are mapped. */
  properties: string;
  /** Of a text like `written`, what was sent in 128 bits: changes when a mapped value or the mapping does. */
  stateOf: (written: string) => string;
}

/** A profile's row version: changes with every write to it. */
export const versionSql = "p.xmin";

/** `places` says where in the ledger's names each custom property of the mapping stands. */
export function personSql(
  identifierField: string,
  mapping: Mapping,
  places: ReadonlyMap<string, number>,
): PersonSql {
  const sources = [...mapping.fields, ...mapping.properties].map(({ field }) => attribute(field));
  const values = sources.length > 0 ? `to_jsonb(ARRAY[${sources.join(", ")}]::jsonb[])` : "'[]'::jsonb";
  const names = JSON.stringify([
    ENCODING,
    ...mapping.fields.map(({ to }) => to),
    mapping.properties.map(({ name }) => name),
  ]);
  const present = mapping.properties.map(({ name, field }) => {
    const place = places.get(name);
    if (place === undefined) throw new Error("A custom property has no place in the ledger.");
    return `CASE WHEN btrim(coalesce(p.attributes->>${literal(field)}, '')) <> '' THEN ${place}::smallint END`;
  });
  return {
    identifier: `run_data.normal_address(coalesce(p.attributes->>${literal(identifierField)}, ''))`,
    written: `${values}::text`,
    properties: present.length > 0 ? `array_remove(ARRAY[${present.join(", ")}], NULL)` : "NULL::smallint[]",
    stateOf: (written) => `md5(${literal(names)} || ${written})::uuid`,
  };
}
