import { isIP } from "node:net";

/** The address in an entry of X-Forwarded-For, which may bear a port. */
function toAddress(entry: string): string | null {
  const bare =
    /^\[([^\]]+)\]/.exec(entry)?.[1] ?? (entry.split(":").length === 2 ? entry.split(":")[0] : entry);
  return bare && isIP(bare) !== 0 ? bare : null;
}

/**
 * The address a request came from, as the nearest of `trustedProxies` proxies that one owns saw it. Each adds to
 * X-Forwarded-For whom it was asked by, so what stands further left is the caller's own word. Null where none is trusted.
 */
export function clientAddress(headers: Headers, trustedProxies: number): string | null {
  if (trustedProxies === 0) return null;
  const entries = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  return toAddress(entries.at(-trustedProxies) ?? "");
}
