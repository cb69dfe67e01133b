import { createHash, createHmac, randomBytes } from "node:crypto";

/** A random bearer token of 256 bits, safe in cookies and addresses. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What of a token is stored: it is random, so a plain SHA-256 is enough. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** A keyed digest that stands for a value that must not itself be stored, such as an address. */
export function keyedDigest(key: string, purpose: string, value: string): string {
  return createHmac("sha256", key).update(purpose).update("\0").update(value).digest("base64url");
}
