import { createHash } from "node:crypto";
import pg from "pg";
import type { Mapping } from "@/lib/exports/schema";

// Raised where the same attributes begin to be encoded otherwise, so that everybody is sent once more.
const ENCODING = 2;

const attribute = (field: string) => `p.attributes->${pg.escapeLiteral(field)}`;

/** Expressions over `profile p`, for one export's mapping. */
export interface PersonSql {
  /** The address as it is compared. */
  identifier: string;
  /** The mapped values as the text of a JSON array: first `mapping.fields`, then `mapping.properties`. */
  written: string;
  /** Of a text like `written`, what was sent in 64 bits: changes when a mapped value or the mapping does. */
  stateOf: (written: string) => string;
}

/** Two mappings that write the same values under other names differ by it. */
function seedOf({ fields, properties }: Mapping): bigint {
  const names = JSON.stringify([ENCODING, fields.map(({ to }) => to), properties.map(({ name }) => name)]);
  return createHash("sha256").update(names).digest().readBigInt64BE();
}

export function personSql(identifierField: string, mapping: Mapping): PersonSql {
  const sources = [...mapping.fields, ...mapping.properties].map(({ field }) => attribute(field));
  const values = sources.length > 0 ? `to_jsonb(ARRAY[${sources.join(", ")}]::jsonb[])` : "'[]'::jsonb";
  const seed = seedOf(mapping);
  return {
    identifier: `run_data.normal_address(coalesce(p.attributes->>${pg.escapeLiteral(identifierField)}, ''))`,
    written: `${values}::text`,
    stateOf: (written) => `hashtextextended(${written}, '${seed}')`,
  };
}
