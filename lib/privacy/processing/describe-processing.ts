import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import { requireDestination } from "@/lib/destinations/registry";
import { mappingSchema } from "@/lib/exports/schema";
import type { FieldMeaning } from "@/lib/profiles/field-types";
import { getRetention } from "@/lib/retention/queries";
import type { SourceKind } from "@/lib/sources/queries";

/** Fields by what they mean, in the catalogue's order. */
async function describeFields() {
  const rows = await prisma().field.findMany({ orderBy: { position: "asc" } });
  const byMeaning = new Map<FieldMeaning, string[]>();
  for (const { meaning, name } of rows) {
    const key = meaning as FieldMeaning;
    byMeaning.set(key, [...(byMeaning.get(key) ?? []), name]);
  }
  return [...byMeaning].map(([meaning, names]) => ({ meaning, names }));
}

async function describeSources() {
  const rows = await prisma().source.findMany({ orderBy: { position: "asc" } });
  const { rows: counts } = await pool().query<{ id: string; people: number }>(
    "SELECT source_id AS id, count(*)::int AS people FROM source_record GROUP BY source_id",
  );
  return rows.map(({ id, name, kind, createdAt }) => ({
    name,
    kind: kind as SourceKind,
    people: counts.find((one) => one.id === id)?.people ?? 0,
    since: createdAt.toISOString(),
  }));
}

/** Connections that send, or may: the account, the lists, what is sent of each person, and the consent in force. */
async function describeRecipients() {
  const rows = await prisma().connection.findMany({
    where: { status: { in: ["active", "needs_attention", "consent_withdrawn"] } },
    orderBy: { createdAt: "asc" },
    include: {
      exports: { where: { removedAt: null }, orderBy: { createdAt: "asc" } },
      consents: { where: { withdrawnAt: null }, orderBy: { agreedAt: "desc" }, take: 1 },
    },
  });
  return rows.map((row) => {
    const mappings = row.exports.map(({ mapping }) => mappingSchema.parse(mapping));
    const sent = mappings.flatMap(({ fields, properties }) =>
      [...fields, ...properties].map(({ field }) => field),
    );
    const [consent] = row.consents;
    return {
      label: requireDestination(row.destination).label,
      name: row.name,
      account: row.accountName ?? row.accountId ?? "",
      lists: [...new Set(row.exports.map(({ listName }) => listName))],
      fields: [...new Set(sent)],
      since: row.createdAt.toISOString(),
      consent: consent ? { at: consent.agreedAt.toISOString(), version: consent.textVersion } : null,
    };
  });
}

/**
 * What the record of processing activities (GDPR, Article 30) has to say, as far as this installation knows it: from its
 * configuration, and without anybody's data.
 */
export async function describeProcessing(actor: Actor) {
  requirePermission(actor, "privacy:erase");
  const [fields, recipients] = [await describeFields(), await describeRecipients()];
  const names = new Map(
    (await prisma().field.findMany({ select: { key: true, name: true } })).map(({ key, name }) => [
      key,
      name,
    ]),
  );
  return {
    madeAt: new Date().toISOString(),
    customers: await prisma().profile.count(),
    users: await prisma().user.count({ where: { disabledAt: null } }),
    segments: await prisma().segment.count(),
    exports: await prisma().export.count({ where: { removedAt: null } }),
    fields,
    sources: await describeSources(),
    recipients: recipients.map((one) => ({
      ...one,
      fields: one.fields.map((key) => names.get(key) ?? key),
    })),
    retention: (await getRetention(actor)).lines,
  };
}
export type Processing = Awaited<ReturnType<typeof describeProcessing>>;
