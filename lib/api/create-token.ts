import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { type Tx, isUniqueViolation, prisma } from "@/lib/db";
import { NotFound, type Result, accepted, refusedField } from "@/lib/errors";
import { toNameKey } from "@/lib/to-name-key";
import { type CreateTokenInput, needsSource } from "./schema";

/** By which people, and programs that look for secrets in files, know a token of Ferry's. */
const TOKEN_PREFIX = "ferry_";
const DAY_MS = 86_400_000;

async function findOrMakeSource(tx: Tx, actor: Actor, input: CreateTokenInput): Promise<string | null> {
  const { sourceId, sourceName } = input;
  if (!needsSource(input.scopes)) return null;
  if (sourceId) {
    const source = await tx.source.findFirst({ where: { id: sourceId, kind: "api" } });
    if (!source) throw new NotFound("source", sourceId);
    return sourceId;
  }
  const createdById = actor.kind === "user" ? actor.id : null;
  const { id } = await tx.source.create({
    data: { name: sourceName ?? "", kind: "api", keyColumn: "key", columns: [], createdById },
  });
  await recordAudit(tx, actor, { action: "source.create", objectType: "source", objectId: id });
  return id;
}

/** Which of the two names that have to be unique was taken. */
async function takenName({ name, sourceName }: CreateTokenInput): Promise<Result<never>> {
  const isToken = await prisma().apiToken.count({ where: { nameKey: toNameKey(name) } });
  if (isToken > 0 || sourceName === undefined) return refusedField("name", "name_taken");
  return refusedField("sourceName", "name_taken");
}

/**
 * Makes a token, and its source where it feeds one that is new. The answer is the only place where the token itself stands: of it
 * only a hash and the last four characters are kept.
 */
export async function createToken(
  actor: Actor,
  input: CreateTokenInput,
): Promise<Result<{ tokenId: string; token: string }>> {
  requirePermission(actor, "api:manage");
  const token = TOKEN_PREFIX + newToken();
  try {
    return await prisma().$transaction(async (tx) => {
      const sourceId = await findOrMakeSource(tx, actor, input);
      const { id } = await tx.apiToken.create({
        data: {
          name: input.name,
          nameKey: toNameKey(input.name),
          tokenHash: hashToken(token),
          lastFour: token.slice(-4),
          scopes: input.scopes,
          sourceId,
          createdById: actor.kind === "user" ? actor.id : null,
          expiresAt: new Date(Date.now() + input.days * DAY_MS),
        },
      });
      await recordAudit(tx, actor, {
        action: "api_token.create",
        objectType: "api_token",
        objectId: id,
        details: { ...(sourceId && { sourceId }), scopes: input.scopes.join(" "), days: input.days },
      });
      return accepted({ tokenId: id, token });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return takenName(input);
    throw error;
  }
}
