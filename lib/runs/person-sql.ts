import pg from "pg";
import type { Mapping } from "@/lib/exports/schema";

// Raised where the same attributes begin to be encoded otherwise, so that everybody is sent once more.
const ENCODING = 1;

const literal = (text: string) => pg.escapeLiteral(text);
const attribute = (field: string) => `p.attributes->${literal(field)}`;

/** SQL for one export's mapping. */
export interface PersonSql {
  /**
   * A select of `profile p` with, besides what is asked for: `identifier`, the address as it is compared; `written`,
   * the mapped values as the text of a JSON array, first `mapping.fields`, then `mapping.properties`; and
   * `properties`, the places in the ledger's names of the custom properties that have a value.
   */
  select: (columns: string, where: string) => string;
  /** What was sent, in 128 bits, over a column `written`: changes when a mapped value or the mapping does. */
  state: string;
}

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
  const identifier = `run_data.normal_address(coalesce(p.attributes->>${literal(identifierField)}, ''))`;
  const presentPlaces =
    present.length > 0 ? `array_remove(ARRAY[${present.join(", ")}], NULL)` : "NULL::smallint[]";
  return {
    // OFFSET 0 keeps PostgreSQL from computing `written` once for each place it is used in.
    select: (columns, where) =>
      `SELECT ${columns}, ${identifier} AS identifier, ${values}::text AS written, ${presentPlaces} AS properties
       FROM profile p WHERE ${where} OFFSET 0`,
    state: `md5(${literal(names)} || written)::uuid`,
  };
}
