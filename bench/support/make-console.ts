import type { UserActor } from "@/lib/auth/current-actor";
import { makeConsoleContent } from "./console-content";
import { makeConnection, makeExport, makeSegment } from "./export-of-everybody";
import { addAdministrator, openInstallation } from "./installation";
import { startKlaviyo } from "./klaviyo";
import { makePeople } from "./people";

export interface ConsoleSize {
  exports: number;
  runs: number;
  profiles: number;
}

export interface ConsoleOwner {
  actor: UserActor;
  exportId: string;
  connectionId: string;
  /** The run that has people. */
  runId: string;
}

/** An installation in `folder` with as much in it as a busy one has, to be served on `port`. */
export async function makeConsole(folder: string, size: ConsoleSize, given: { port: number; seed: string }) {
  const klaviyo = await startKlaviyo(folder, given.seed);
  await openInstallation(folder, { KLAVIYO_API_URL: klaviyo.url, PORT: String(given.port) });
  const actor = await addAdministrator();
  await makePeople(size.profiles, given.seed);
  const segmentId = await makeSegment(actor);
  const connectionId = await makeConnection(actor, klaviyo);
  const exportId = await makeExport(actor, { connectionId, segmentId, list: klaviyo.list });
  const runId = await makeConsoleContent({ exportId, connectionId, actorId: actor.id }, size);
  return { actor, exportId, connectionId, runId } satisfies ConsoleOwner;
}
