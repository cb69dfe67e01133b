import { env } from "@/lib/env";
import { type KeyProvider, createKeyProvider } from "@/lib/secrets";

/** The keys this installation encrypts its secrets with. */
export function masterKeys(): KeyProvider {
  return createKeyProvider(Buffer.from(env().FERRY_MASTER_KEY, "base64"));
}
