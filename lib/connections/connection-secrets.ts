import { z } from "zod";
import type { Tx } from "@/lib/db";
import { masterKeys } from "@/lib/master-keys";
import { decryptSecret, encryptSecret } from "@/lib/secrets";

export type SecretPurpose = "key" | "tokens";

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
  const ciphertext = encryptSecret(masterKeys(), placeOf(connectionId, purpose), plaintext);
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
  return row && decryptSecret(masterKeys(), placeOf(connectionId, purpose), row.ciphertext);
}

/** Encrypts something that travels with a connection for a while, such as a PKCE verifier. */
export function sealFor(connectionId: string, purpose: string, plaintext: string): string {
  return encryptSecret(masterKeys(), placeOf(connectionId, purpose), plaintext);
}

export function unsealFor(connectionId: string, purpose: string, ciphertext: string): string {
  return decryptSecret(masterKeys(), placeOf(connectionId, purpose), ciphertext);
}

/** OAuth tokens as they are stored. */
export const tokensSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAtMs: z.number(),
  scopes: z.array(z.string()),
});
