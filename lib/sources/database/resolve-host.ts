import { lookup } from "node:dns/promises";
import { env } from "@/lib/env";
import { judgeIp } from "./judge-ip";
import { SourceRefusal } from "./source-refusal";

/**
 * The IP address to connect to. The caller connects to it and not to the name, which could resolve to something else
 * a moment later. Throws a refusal for a name nobody knows and for networks that are not allowed.
 */
export async function resolveHost(host: string): Promise<string> {
  const found = await lookup(host, { all: true, order: "ipv4first" });
  const mayBePrivate = env().SOURCE_PRIVATE_NETWORKS === "allow";
  const judged = found.map(({ address }) => ({ address, judgement: judgeIp(address) }));
  const allowed = judged.find(
    ({ judgement }) => judgement === "public" || (judgement === "private" && mayBePrivate),
  );
  if (allowed) return allowed.address;
  const isPrivate = judged.some(({ judgement }) => judgement === "private");
  throw new SourceRefusal("address", isPrivate ? "source_address_private" : "source_address_never", { host });
}
