import { publicUrl } from "@/lib/env";

/**
 * What depends on the address people open, so that it cannot stand in next.config.js, which is read when Ferry is built.
 * Only of the name itself: what else lives below it is not Ferry's to say.
 */
export function transportHeaders(): Record<string, string> {
  return publicUrl().startsWith("https:") ? { "Strict-Transport-Security": "max-age=63072000" } : {};
}
