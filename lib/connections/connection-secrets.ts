import { z } from "zod";
import type { Tx } from "@/lib/db";
import { env } from "@/lib/env";
import { createKeyProvider, decryptSecret, encryptSecret } from "@/lib/secrets";

export type SecretPurpose = "key" | "tokens";

function provider() {
  return createKeyProvider(Buffer.from(env().FERRY_MASTER_KEY, "base64"));
}

const placeOf = (connectionId: string, purpose: string) => ({
  purpose: `connection.${purpose}`,
  rowId: connectionId,
});

/** Stores a secret of a connection, encrypted, in place of the one before. */
export async function putSecret(
  tx: Tx,
  connectionId: string,
  purpose: SecretPurpose,
  plaintext: string,
): Promise<void> {
  const ciphertext = encryptSecret(provider(), placeOf(connectionId, purpose), plaintext);
  const where = { connectionId_purpose: { connectionId, purpose } };
  await tx.connectionSecret.upsert({
    where,
    create: { connectionId, purpose, ciphertext },
    update: { ciphertext },
  });
}

/** The plaintext; null when there is none. It must not leave the function that uses it. */
export async function readSecret(
  tx: Tx,
  connectionId: string,
  purpose: SecretPurpose,
): Promise<string | null> {
  const row = await tx.connectionSecret.findUnique({
    where: { connectionId_purpose: { connectionId, purpose } },
  });
  return row && decryptSecret(provider(), placeOf(connectionId, purpose), row.ciphertext);
}

/** Encrypts something that travels with a connection for a while, such as a PKCE verifier. */
export function sealFor(connectionId: string, purpose: string, plaintext: string): string {
  return encryptSecret(provider(), placeOf(connectionId, purpose), plaintext);
}

export function unsealFor(connectionId: string, purpose: string, ciphertext: string): string {
  return decryptSecret(provider(), placeOf(connectionId, purpose), ciphertext);
}

/** OAuth tokens as they are stored. */
export const tokensSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAtMs: z.number(),
  scopes: z.array(z.string()),
});
