import { env } from "@/lib/env";
import { type KeyProvider, createKeyProvider } from "@/lib/secrets";

/** The keys this installation encrypts its secrets with, and those it can still read. */
export function masterKeys(): KeyProvider {
  const { FERRY_MASTER_KEY, FERRY_OTHER_MASTER_KEYS } = env();
  const [current = Buffer.alloc(0), ...others] = [FERRY_MASTER_KEY, ...FERRY_OTHER_MASTER_KEYS].map((key) =>
    Buffer.from(key, "base64"),
  );
  return createKeyProvider(current, others);
}
