import { env } from "@/lib/env";
import { resolveAllowed } from "@/lib/network/resolve-allowed";
import { SourceRefusal } from "./source-refusal";

/** The IP address of a source's database. Throws a refusal for networks that are not allowed. */
export async function resolveHost(host: string): Promise<string> {
  const resolved = await resolveAllowed(host, { mayBePrivate: env().SOURCE_PRIVATE_NETWORKS === "allow" });
  if (resolved.refused === null) return resolved.address;
  throw new SourceRefusal("address", `source_address_${resolved.refused}`, { host });
}
