import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createKeyProvider, decryptSecret, encryptSecret, keyId, keyIdOf } from "./secrets";

const key = Buffer.alloc(32, 7);
const other = Buffer.alloc(32, 9);
const provider = createKeyProvider(key);
const place = { purpose: "connection.key", rowId: "row-1" };
const secret = "pk_0123456789abcdef";

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

describe("a secret", () => {
  it("comes back as it was, whatever text it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(decryptSecret(provider, place, encryptSecret(provider, place, text))).toBe(text);
      }),
    );
  });

  it("is stored under its key's id, and never twice in the same way", () => {
    const stored = encryptSecret(provider, place, secret);
    const id = createHash("sha256").update(key).digest("hex").slice(0, 8);
    expect(stored).toMatch(new RegExp(`^v1\\.${id}\\.[A-Za-z0-9_-]+$`));
    expect(keyIdOf(place, stored)).toBe(keyId(key));
    expect(encryptSecret(provider, place, secret)).not.toBe(stored);
    expect(stored).not.toContain(secret);
  });

  it.each([
    ["another row", { ...place, rowId: "row-2" }],
    ["another purpose", { ...place, purpose: "connection.refresh" }],
    ["parts that only join to the same text", { purpose: "connection.keyrow", rowId: "-1" }],
  ])("does not open for %s, and says so without content", (_, elsewhere) => {
    const stored = encryptSecret(provider, place, secret);
    const message = messageOf(() => decryptSecret(provider, elsewhere, stored));
    expect(message).toContain("cannot be decrypted");
    expect(message).toContain(elsewhere.rowId);
    expect(message).not.toContain(secret);
  });

  it("does not open once any bit of it has flipped", () => {
    const [version, id, text] = encryptSecret(provider, place, secret).split(".");
    const sealed = Buffer.from(text ?? "", "base64url");
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() =>
        decryptSecret(provider, place, `${version}.${id}.${flipped.toString("base64url")}`),
      ).toThrow("cannot be decrypted");
    }
  });

  it.each(["", "v1", "v2.00000000.AAAA", "v1.zzzzzzzz.AAAA", "v1.00000000.AAAA", "pk_plain"])(
    "is refused when it is no stored secret: %j",
    (stored) => {
      expect(messageOf(() => decryptSecret(provider, place, stored))).toContain("is not a stored secret");
    },
  );

  it("names the key it needs when that is not configured", () => {
    const stored = encryptSecret(provider, place, secret);
    const message = messageOf(() => decryptSecret(createKeyProvider(other), place, stored));
    expect(message).toContain(`master key ${keyId(key)}, which is not configured (known: ${keyId(other)})`);
  });

  it("does not open with a wrong key that pretends to be the right one", () => {
    const stored = encryptSecret(provider, place, secret);
    const liar = { ...provider, keyById: (id: string) => ({ id, bytes: other }) };
    expect(() => decryptSecret(liar, place, stored)).toThrow("cannot be decrypted");
  });

  it("cannot be passed off as one of another key", () => {
    const both = createKeyProvider(key, [other]);
    const stored = encryptSecret(provider, place, secret).replace(keyId(key), keyId(other));
    expect(() => decryptSecret(both, place, stored)).toThrow("cannot be decrypted");
  });
});

describe("several keys", () => {
  it("read what an earlier one wrote, and write with the current one", () => {
    const stored = encryptSecret(provider, place, secret);
    const rotated = createKeyProvider(other, [key]);
    expect(decryptSecret(rotated, place, stored)).toBe(secret);
    expect(keyIdOf(place, encryptSecret(rotated, place, secret))).toBe(keyId(other));
    expect(rotated.ids()).toEqual([keyId(other), keyId(key)]);
  });

  it.each([0, 31, 33])("must each have 32 bytes, not %i", (length) => {
    expect(() => createKeyProvider(randomBytes(length))).toThrow(`not ${length}`);
  });
});
