import type { LogEntry } from "@/emulator/control/request-log.ts";
import { importRoute } from "../../support/runs";

export function isImport({ method, route }: LogEntry): boolean {
  return method === "POST" && route === importRoute;
}

interface SentProfile {
  address: string;
  /** The bytes that were sent of the person. */
  row: string;
}

/** The people of an import's body, as they were sent. */
export function profilesOf({ body = "" }: LogEntry): SentProfile[] {
  if (body === "") return [];
  const document = JSON.parse(body) as {
    data: { attributes: { profiles: { data: { attributes: { email: string } }[] } } };
  };
  return document.data.attributes.profiles.data.map((profile) => ({
    address: profile.attributes.email,
    row: JSON.stringify(profile),
  }));
}

/** Everybody whose address left in an import, whatever became of it. */
export function addressesSent(log: readonly LogEntry[]): Set<string> {
  return new Set(log.filter(isImport).flatMap((entry) => profilesOf(entry).map(({ address }) => address)));
}

/** People whom two imports of one run took effect for with different bytes, so that their order would matter. */
export function countDoubleEffects(log: readonly LogEntry[]): number {
  const rows = new Map<string, string>();
  const doubled = new Set<string>();
  for (const entry of log.filter((one) => isImport(one) && one.committed))
    for (const { address, row } of profilesOf(entry)) {
      if (rows.has(address) && rows.get(address) !== row) doubled.add(address);
      rows.set(address, row);
    }
  return doubled.size;
}

/** Writes to Klaviyo that arrived after a moment of this machine's clock. */
export function writesAfter(log: readonly LogEntry[], wallMs: number): LogEntry[] {
  return log.filter(
    (entry) => entry.method !== "GET" && entry.route?.startsWith("/api/") && entry.wallMs > wallMs,
  );
}
