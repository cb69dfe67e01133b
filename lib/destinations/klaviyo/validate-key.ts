import { z } from "zod";

export type KeyCheck =
  | { ok: true; key: string }
  | { ok: false; code: "required" | "public_key" | "not_a_private_key" };

// `pk_` and 34 letters or digits is what scanners have seen; only the prefix is promised (contract 2).
const privateKey = /^pk_[A-Za-z0-9_-]{8,200}$/;
const publicKey = /^[A-Za-z0-9]{6}$/;

/** Whether a text can be a private key. The public key, which is the account's id, has a code of its own. */
export function validateKey(text: string): KeyCheck {
  const key = text.trim();
  if (key === "") return { ok: false, code: "required" };
  if (privateKey.test(key)) return { ok: true, key };
  return { ok: false, code: publicKey.test(key) ? "public_key" : "not_a_private_key" };
}

/** What the form asks for; messages are the codes of `validateKey`. */
export const secretSchema = z.object({
  key: z.string().transform((text, context) => {
    const checked = validateKey(text);
    if (checked.ok) return checked.key;
    context.addIssue({ code: "custom", message: checked.code });
    return z.NEVER;
  }),
});
