import type { ClientBase, Pool } from "pg";
import { conditionsOf, segmentDefinitionSchema } from "@/lib/segments/definition";
import type { Person } from "./find-person";

const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;

/** As JSON writes it, without the quotation marks: definitions are searched as text first. */
const written = (text: string) => JSON.stringify(text).slice(1, -1);

const plain = (text: string) => text.normalize("NFKC").trim().toLowerCase();

/**
 * Segments whose rules, of now or of an earlier version, name one of the person's addresses or keys as a value. Those
 * are somebody's words and are not changed behind their back.
 */
export async function findNamedIn(
  client: ClientBase | Pool,
  { keys, addresses }: Pick<Person, "keys" | "addresses">,
): Promise<{ id: string; name: string }[]> {
  const wanted = new Set([...keys, ...addresses].map(plain));
  if (wanted.size === 0) return [];
  const { rows } = await client.query<{ id: string; name: string; definition: unknown }>(
    `SELECT s.id, s.name, d.definition FROM segment s
     CROSS JOIN LATERAL (SELECT s.definition UNION SELECT r.definition FROM segment_revision r WHERE r.segment_id = s.id) d
     WHERE d.definition::text ILIKE ANY ($1) ORDER BY s.name`,
    [[...keys, ...addresses].map((text) => likePattern(written(text)))],
  );
  const names = new Map<string, string>();
  for (const { id, name, definition } of rows) {
    const parsed = segmentDefinitionSchema.safeParse(definition).data;
    const values = parsed ? conditionsOf(parsed) : [];
    const isNamed = values.some(
      ({ condition }) =>
        condition.kind === "condition" && condition.values.some((value) => wanted.has(plain(value))),
    );
    if (isNamed) names.set(id, name);
  }
  return [...names].map(([id, name]) => ({ id, name }));
}
