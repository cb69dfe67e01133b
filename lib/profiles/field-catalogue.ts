import { type Actor, can, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import type { ProfileField } from "./fields";
import { type FieldMeaning } from "./field-types";
import { maskSample } from "./mask";

type Value = string | number | boolean;

/** A field with what was counted of it. */
export interface CatalogueField extends ProfileField {
  /** People who have a value; null where it was not counted yet. */
  filled: number | null;
  distinctValues: number | null;
  samples: Value[];
  /** The sources that fill it, the one that counts first first. */
  sources: { id: string; name: string; filled: number }[];
}

export interface FieldCatalogue {
  fields: CatalogueField[];
  count: CountState;
}

export interface CountState {
  /** Null before the first count. */
  countedAt: string | null;
  /** People there were then. */
  profiles: number;
  /** Whether people changed since, so that it is counted anew. */
  isStale: boolean;
}

/** The field catalogue, in the order fields were first seen, with the figures kept of the last count. */
export async function getFieldCatalogue(actor: Actor): Promise<FieldCatalogue> {
  requirePermission(actor, "profile:read");
  const rows = await prisma().field.findMany({
    orderBy: { position: "asc" },
    include: {
      figures: true,
      sources: { include: { source: { select: { name: true } } }, orderBy: { source: { position: "asc" } } },
    },
  });
  const people = await readSampled(rows.flatMap(({ figures }) => figures?.sampleIds ?? []));
  const reveal = can(actor, "profile:reveal");
  const fields = rows.map(({ key, name, type, figures, sources, ...row }) => {
    const meaning = row.meaning as FieldMeaning;
    return {
      key,
      name,
      type,
      meaning,
      filled: figures?.filled ?? null,
      distinctValues: figures?.distinctValues ?? null,
      samples: (figures?.sampleIds ?? []).flatMap((id) => {
        const value = people.get(String(id))?.[key];
        if (value === undefined) return [];
        return [reveal ? value : maskSample(meaning, value)];
      }),
      sources: sources.map(({ sourceId, filled, source }) => ({ id: sourceId, name: source.name, filled })),
    };
  });
  return { fields, count: await getCountState(actor) };
}

/** When the fields were last counted, and whether that still holds; for polling. */
export async function getCountState(actor: Actor): Promise<CountState> {
  requirePermission(actor, "profile:read");
  const kept = await prisma().fieldCount.findFirst();
  const changed = await prisma().profileChange.findFirst({ select: { id: true } });
  return {
    countedAt: kept?.countedAt.toISOString() ?? null,
    profiles: kept?.profiles ?? 0,
    isStale: changed !== null,
  };
}

async function readSampled(ids: bigint[]): Promise<Map<string, Record<string, Value>>> {
  const { rows } = await pool().query<{ id: string; attributes: Record<string, Value> }>(
    "SELECT id::text, attributes FROM profile WHERE id = ANY ($1::bigint[])",
    [[...new Set(ids.map(String))]],
  );
  return new Map(rows.map(({ id, attributes }) => [id, attributes]));
}
