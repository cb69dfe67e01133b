/**
 * Whether a request that changes something comes from a page of this Ferry, which is reached at `publicUrl`. A browser
 * names the page's origin with every such request, and another site's page cannot forge it.
 */
export function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const origin = headers.get("origin");
  const home = new URL(publicUrl);
  if (origin === home.origin) return true;
  // Without TLS it is a machine of one's own, which goes by several names: localhost, 127.0.0.1, that of a tunnel.
  const host = headers.get("host");
  return home.protocol === "http:" && (origin === `http://${host}` || origin === `https://${host}`);
}
