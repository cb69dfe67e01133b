import { lookup } from "node:dns/promises";
import { judgeIp } from "./judge-ip";

export type Resolved = { address: string; refused: null } | { address: null; refused: "private" | "never" };

/**
 * The IP address to connect to, of a name or an address. The caller connects to it and not to the name, which could
 * resolve to something else a moment later. Throws the resolver's error for a name nobody knows.
 */
export async function resolveAllowed(host: string, options: { mayBePrivate: boolean }): Promise<Resolved> {
  const found = await lookup(host, { all: true, order: "ipv4first" });
  const judged = found.map(({ address }) => ({ address, judgement: judgeIp(address) }));
  const allowed = judged.find(
    ({ judgement }) => judgement === "public" || (judgement === "private" && options.mayBePrivate),
  );
  if (allowed) return { address: allowed.address, refused: null };
  const isPrivate = judged.some(({ judgement }) => judgement === "private");
  return { address: null, refused: isPrivate ? "private" : "never" };
}
