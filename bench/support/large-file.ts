import { once } from "node:events";
import { createReadStream, statSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Result } from "@/lib/errors";
import { valueOf } from "@/lib/sample/value-of";
import { freePort } from "@/scripts/free-port";
import { type LargeFileFigures, brokenLargeFileBounds } from "../bounds";
import { NOTE_BYTES, customerColumns, noteColumn, writeCustomerFile } from "./customer-file";
import { countProfiles, importFile } from "./import-file";
import { addAdministrator, makeFolder, openInstallation } from "./installation";
import { watchPeak } from "./peak-memory";
import { type Outcome, say } from "./run-bench";
import { serve } from "./serve";
import { signIn } from "./sign-in";
import { startWorkers } from "./workers";

// What the same processes hold after a file of this size is what the large one is held against.
const SMALL_MEGABYTES = 32;
// Of a line, beside its note.
const OTHER_BYTES = 120;

const rowsOf = (megabytes: number) => Math.ceil((megabytes * 1_048_576) / (NOTE_BYTES + OTHER_BYTES));

/** Sends a file to a web process as the upload form does; answers the upload's id. */
async function send(file: string, web: { baseUrl: string; cookie: string }): Promise<string> {
  const bytes = statSync(file).size;
  const sending = request(`${web.baseUrl}/api/uploads`, {
    method: "POST",
    headers: {
      cookie: web.cookie,
      origin: web.baseUrl,
      "content-type": "application/octet-stream",
      "content-length": bytes,
      "x-file-name": path.basename(file),
      "x-file-bytes": bytes,
    },
  });
  const answered = once(sending, "response") as Promise<[IncomingMessage]>;
  await pipeline(createReadStream(file), sending);
  const [answer] = await answered;
  const text = (await answer.setEncoding("utf8").toArray()).join("");
  return valueOf(JSON.parse(text) as Result<{ uploadId: string }>).uploadId;
}

/**
 * Brings a small file and then one of so many megabytes in, by the upload route of a web process and a worker, and tells
 * how much more memory both held for the large one.
 */
export async function measureLargeFile(megabytes: number, seed: string): Promise<Outcome> {
  const folder = makeFolder("bench-import");
  const port = await freePort();
  await openInstallation(folder, { PORT: String(port) });
  const actor = await addAdministrator();
  const web = await serve(folder, port);
  const webPeak = watchPeak(web.pid);
  const cookie = await signIn(web.baseUrl);
  const workers = await startWorkers(1, folder);

  const bringIn = async (name: string, size: number) => {
    const file = path.join(folder, `${name}.csv`);
    await writeCustomerFile(file, {
      rows: rowsOf(size),
      seed: `${seed} ${name}`,
      keys: name,
      withNotes: true,
    });
    const startedAt = performance.now();
    const uploadId = await send(file, { ...web, cookie });
    const uploadSeconds = (performance.now() - startedAt) / 1_000;
    const bytes = statSync(file).size;
    say(`${name}: ${Math.round(bytes / 1_048_576)} MB sent in ${uploadSeconds.toFixed(1)} s`);
    const job = await importFile(actor, { uploadId, name, columns: [...customerColumns, noteColumn] });
    return { job, bytes, uploadSeconds, webMb: webPeak(), workerMb: workers.peakMb() };
  };

  const small = await bringIn("small", SMALL_MEGABYTES);
  say(`Afterwards the web process has held ${small.webMb} MB, the worker ${small.workerMb} MB`);
  const large = await bringIn("large", megabytes);
  const figures: LargeFileFigures = {
    megabytes: Math.round(large.bytes / 1_048_576),
    rows: rowsOf(megabytes),
    uploadSeconds: Math.round(large.uploadSeconds),
    seconds: Math.round(large.job.seconds),
    webMb: large.webMb,
    webGrownMb: large.webMb - small.webMb,
    workerMb: large.workerMb,
    workerGrownMb: large.workerMb - small.workerMb,
  };
  const broken = brokenLargeFileBounds(figures);
  if (large.job.status !== "successful")
    broken.push(`The import ended ${large.job.status} ${large.job.problemCode ?? ""}.`);
  const profiles = await countProfiles();
  const expected = rowsOf(SMALL_MEGABYTES) + rowsOf(megabytes);
  if (profiles !== expected) broken.push(`${profiles} profiles came of ${expected} rows.`);
  return { figures, broken };
}
