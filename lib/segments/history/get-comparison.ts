import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/is-id";
import { segmentDefinitionSchema } from "../definition";
import { shownDefinition } from "../mask-definition";
import type { SegmentRule } from "../rules-of";
import { compareRules } from "./compare-revisions";
import { by, toRevisionLine } from "./list-revisions";

const MAX_REVISION = 2 ** 31 - 1;

async function findRevision(segmentId: string, revision: number) {
  const isPossible = isId(segmentId) && revision <= MAX_REVISION;
  const where = { segmentId_revision: { segmentId, revision } };
  const row = isPossible ? await prisma().segmentRevision.findUnique({ where, include: by }) : null;
  if (!row) throw new NotFound("revision of segment", segmentId);
  return row;
}

const rulesOfRow = ({ definition }: { definition: unknown }) =>
  definition === null ? null : segmentDefinitionSchema.parse(definition);

/**
 * Two revisions with their rules, null where the members came as a list, and what became of these. Compared as they are
 * stored and masked afterwards: two addresses may look alike. Throws NotFound.
 */
export async function getComparison(
  actor: Actor,
  input: { segmentId: string; older: number; newer: number },
) {
  requirePermission(actor, "segment:read");
  const older = await findRevision(input.segmentId, input.older);
  const newer = await findRevision(input.segmentId, input.newer);
  const changes = compareRules(rulesOfRow(older), rulesOfRow(newer));
  const shown = async (row: typeof older) => ({
    ...toRevisionLine(row),
    definition: await shownDefinition(actor, row.definition),
  });
  const shownRules = (rules: SegmentRule[]) =>
    Promise.all(
      rules.map(async ({ path, definition }) => ({
        path,
        definition: (await shownDefinition(actor, definition)) ?? definition,
      })),
    );
  return {
    older: await shown(older),
    newer: await shown(newer),
    added: await shownRules(changes.added),
    removed: await shownRules(changes.removed),
    isRearranged: changes.isRearranged,
  };
}
export type RevisionComparison = Awaited<ReturnType<typeof getComparison>>;
