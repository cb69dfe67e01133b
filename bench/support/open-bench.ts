import type { UserActor } from "@/lib/auth/current-actor";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import type { ExportOptions } from "./export-options";
import { makeConnection, makeExport, makeSegment } from "./export-of-everybody";
import { addAdministrator, makeFolder, openInstallation, settleDatabase } from "./installation";
import { type LocalKlaviyo, startKlaviyo } from "./klaviyo";
import { makePeople } from "./people";
import { say } from "./run-bench";
import { type Workers, startWorkers } from "./workers";

/** What exports are made of: people in a segment, and a connection to a local Klaviyo. */
export interface Content {
  folder: string;
  profiles: number;
  actor: UserActor;
  klaviyo: LocalKlaviyo;
  segmentId: string;
  connectionId: string;
}

/** Everything a run needs, standing still until somebody presses Run. */
export interface Bench extends Content {
  exportId: string;
  workers: Workers;
  /** Computes the segment anew, after people changed. */
  refresh: () => Promise<void>;
}

/** Starts a database and a local Klaviyo of this process's own, and makes people and a connection. */
export async function openContent({ profiles, seed }: { profiles: number; seed: string }): Promise<Content> {
  const folder = makeFolder("bench-export");
  const klaviyo = await startKlaviyo(folder, seed);
  await openInstallation(folder, { KLAVIYO_API_URL: klaviyo.url });
  const actor = await addAdministrator();
  await makePeople(profiles, seed);
  const segmentId = await makeSegment(actor);
  const connectionId = await makeConnection(actor, klaviyo);
  return { folder, profiles, actor, klaviyo, segmentId, connectionId };
}

/** The same with an export and workers. */
export async function openBench({ profiles, seed, workers }: ExportOptions): Promise<Bench> {
  say(`${profiles} profiles, ${workers} worker(s), seed ${seed}`);
  const content = await openContent({ profiles, seed });
  const { actor, klaviyo, segmentId, connectionId, folder } = content;
  const exportId = await makeExport(actor, { connectionId, segmentId, list: klaviyo.list });
  await settleDatabase();
  const started = await startWorkers(workers, folder);
  say(`Ready; a worker at rest holds ${started.peakMb()} MB`);
  const refresh = async () => {
    await refreshSegment(segmentId);
    await settleDatabase();
  };
  return { ...content, exportId, workers: started, refresh };
}
