import type { UserActor } from "@/lib/auth/current-actor";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import type { ExportOptions } from "./export-options";
import { makeConnection, makeExport, makeSegment } from "./export-of-everybody";
import { addAdministrator, makeFolder, openInstallation, settleDatabase } from "./installation";
import { type LocalKlaviyo, startKlaviyo } from "./klaviyo";
import { makePeople } from "./people";
import { say } from "./run-bench";
import { type Workers, startWorkers } from "./workers";

/** Everything a run needs, standing still until somebody presses Run. */
export interface Bench {
  profiles: number;
  actor: UserActor;
  klaviyo: LocalKlaviyo;
  segmentId: string;
  exportId: string;
  workers: Workers;
  /** Computes the segment anew, after people changed. */
  refresh: () => Promise<void>;
}

/** Starts a database, a local Klaviyo and workers of this process's own, and makes people and an export of them. */
export async function openBench({ profiles, seed, workers }: ExportOptions): Promise<Bench> {
  say(`${profiles} profiles, ${workers} worker(s), seed ${seed}`);
  const folder = makeFolder("bench-export");
  const klaviyo = await startKlaviyo(folder, seed);
  await openInstallation(folder, { KLAVIYO_API_URL: klaviyo.url });
  const actor = await addAdministrator();
  await makePeople(profiles, seed);
  const segmentId = await makeSegment(actor);
  const connectionId = await makeConnection(actor, klaviyo);
  const exportId = await makeExport(actor, { connectionId, segmentId, list: klaviyo.list });
  await settleDatabase();
  const started = await startWorkers(workers, folder);
  say(`Ready; a worker at rest holds ${started.peakMb()} MB`);
  const refresh = async () => {
    await refreshSegment(segmentId);
    await settleDatabase();
  };
  return { profiles, actor, klaviyo, segmentId, exportId, workers: started, refresh };
}
