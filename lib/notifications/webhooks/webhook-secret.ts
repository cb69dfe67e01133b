import { createHmac, randomBytes } from "node:crypto";
import { masterKeys } from "@/lib/master-keys";
import { decryptSecret, encryptSecret } from "@/lib/secrets";

const PREFIX = "whsec_";
/** Standard Webhooks asks for 24 to 64 bytes. */
const BYTES = 32;

const placeOf = (endpointId: string) => ({ purpose: "webhook.secret", rowId: endpointId });

/** A new secret, as its receiver is given it. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(BYTES).toString("base64");
}

export function sealWebhookSecret(endpointId: string, secret: string): string {
  return encryptSecret(masterKeys(), placeOf(endpointId), secret);
}

/** The secret in the clear. It must not leave the function that uses it. */
export function openWebhookSecret(endpoint: { id: string; secretCiphertext: string }): string {
  return decryptSecret(masterKeys(), placeOf(endpoint.id), endpoint.secretCiphertext);
}

/** What is signed, and the headers that come of it: version 1 of Standard Webhooks. */
export function signWebhook(secret: string, message: { id: string; at: Date; body: string }) {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const signature = createHmac("sha256", key)
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest("base64");
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
