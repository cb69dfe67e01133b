import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** A master key of 32 bytes and the id it is known by. */
export interface MasterKey {
  id: string;
  bytes: Buffer;
}

/** Where master keys come from: the current one encrypts, all of them decrypt. */
export interface KeyProvider {
  currentKey(): MasterKey;
  keyById(id: string): MasterKey | null;
  ids(): string[];
}

/** The row and the use a secret belongs to; a ciphertext opens nowhere else. */
export interface SecretPlace {
  purpose: string;
  rowId: string;
}

const version = "v1";
const keyBytes = 32;
// NIST SP 800-38D: 96 bits of IV, and a random one serves for 2^32 secrets under one key.
const ivBytes = 12;
const tagBytes = 16;

/** The id of a key: the first eight hexadecimal digits of its SHA-256. */
export function keyId(key: Buffer): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 8);
}

/** Provides `current` for new secrets, and `earlier` keys to read old ones. Throws for a key that is not 32 bytes. */
export function createKeyProvider(current: Buffer, earlier: readonly Buffer[] = []): KeyProvider {
  const keys = [current, ...earlier].map((bytes): MasterKey => {
    if (bytes.length !== keyBytes)
      throw new Error(`A master key has ${keyBytes} bytes, not ${bytes.length}.`);
    return { id: keyId(bytes), bytes };
  });
  const [first] = keys as [MasterKey, ...MasterKey[]];
  return {
    currentKey: () => first,
    keyById: (id) => keys.find((key) => key.id === id) ?? null,
    ids: () => [...new Set(keys.map((key) => key.id))],
  };
}

/** Encrypts with the current key: `v1.<key id>.<IV, ciphertext and tag in base64url>`. */
export function encryptSecret(provider: KeyProvider, place: SecretPlace, plaintext: string): string {
  const key = provider.currentKey();
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv, { authTagLength: tagBytes });
  cipher.setAAD(associatedData(place, key.id));
  const sealed = Buffer.concat([iv, cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${key.id}.${sealed.toString("base64url")}`;
}

/**
 * The plaintext of a secret. Throws, naming the place and never the content, when its key is not among the
 * provider's, when it belongs to another row or purpose, or when a bit of it has changed.
 */
export function decryptSecret(provider: KeyProvider, place: SecretPlace, stored: string): string {
  const { id, sealed } = parseStored(place, stored);
  const key = provider.keyById(id);
  if (!key) {
    const known = provider.ids().join(", ");
    throw new Error(
      `${name(place)} was encrypted with master key ${id}, which is not configured (known: ${known}).`,
    );
  }
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, sealed.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(associatedData(place, id));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  const content = sealed.subarray(ivBytes, -tagBytes);
  try {
    return Buffer.concat([decipher.update(content), decipher.final()]).toString("utf8");
  } catch {
    // Node's own error says less, and keeping it as the cause adds nothing.
    throw new Error(`${name(place)} cannot be decrypted: it was changed, or belongs to another row.`);
  }
}

/** The key a secret was encrypted with, to find what is left to rotate. */
export function keyIdOf(place: SecretPlace, stored: string): string {
  return parseStored(place, stored).id;
}

function parseStored(place: SecretPlace, stored: string): { id: string; sealed: Buffer } {
  const [, id, text] = /^v1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/.exec(stored) ?? [];
  const sealed = Buffer.from(text ?? "", "base64url");
  if (id === undefined || sealed.length < ivBytes + tagBytes)
    throw new Error(`${name(place)} is not a stored secret.`);
  return { id, sealed };
}

function associatedData(place: SecretPlace, id: string): Buffer {
  // JSON keeps the parts apart, whatever characters they hold.
  return Buffer.from(JSON.stringify([version, id, place.purpose, place.rowId]));
}

function name({ purpose, rowId }: SecretPlace): string {
  return `The secret ${purpose} of ${rowId}`;
}
