// npm run bench:pages: how long the server takes for each page of the console where there is much to show.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { receiveUpload } from "@/lib/sources/receive-upload";
import { valueOf } from "@/lib/sample/value-of";
import { buildWhenSourcesChanged } from "@/scripts/build";
import { freePort } from "@/scripts/free-port";
import { startPart, stopParts, waitForAnswer } from "@/scripts/processes";
import { makeConsoleContent } from "./support/console-content";
import { addressesOf, findPageIds, listPages } from "./support/console-pages";
import { makeConnection, makeExport, makeSegment } from "./support/export-of-everybody";
import { addAdministrator, makeFolder, openInstallation, settleDatabase } from "./support/installation";
import { startKlaviyo } from "./support/klaviyo";
import { makePeople } from "./support/people";
import { atEnd, runBench, say } from "./support/run-bench";
import { signIn } from "./support/sign-in";
import { type PageTime, timePage } from "./support/time-page";

const MOST_MS = 150;

interface Size {
  exports: number;
  runs: number;
  profiles: number;
}

async function makeContent(folder: string, size: Size, port: number) {
  const klaviyo = await startKlaviyo(folder, "pages");
  await openInstallation(folder, { KLAVIYO_API_URL: klaviyo.url, PORT: String(port) });
  const actor = await addAdministrator();
  await makePeople(size.profiles, "pages");
  const segmentId = await makeSegment(actor);
  const connectionId = await makeConnection(actor, klaviyo);
  const exportId = await makeExport(actor, { connectionId, segmentId, list: klaviyo.list });
  const runId = await makeConsoleContent({ exportId, connectionId, actorId: actor.id }, size);
  const file = Buffer.from(`key,name\n${"1,Anna\n".repeat(2_000)}`);
  const body = (async function* () {
    yield file;
  })();
  const upload = { fileName: "customers.csv", declaredBytes: file.byteLength, body };
  const { uploadId } = valueOf(await receiveUpload(actor, upload));
  await settleDatabase();
  return findPageIds({ exportId, runId, connectionId, uploadId });
}

async function serve(folder: string, port: number): Promise<{ baseUrl: string; pid: number }> {
  buildWhenSourcesChanged(() => say("Building the app…"));
  const args = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)];
  const web = startPart("web", args, { env: process.env, logFile: path.join(folder, "web.log") });
  atEnd(() => stopParts([web]));
  await waitForAnswer(web, `http://127.0.0.1:${port}/api/health/ready`);
  return { baseUrl: `http://localhost:${port}`, pid: web.child.pid ?? 0 };
}

function describe({ p50Ms, p95Ms, kilobytes, cpuMs }: PageTime): string {
  return `p50 ${p50Ms} ms, p95 ${p95Ms} ms, processor ${cpuMs} ms, ${kilobytes} KB`;
}

/** The end of what the web process said, which is gone with the folder. */
function logOf(folder: string): string {
  return readFileSync(path.join(folder, "web.log"), "utf8").split("\n").slice(-8).join("\n");
}

await runBench(async () => {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { exports: text, runs: text, profiles: text } });
  const { exports = "1000", runs = "10000", profiles = "100000" } = values;
  const size = { exports: Number(exports), runs: Number(runs), profiles: Number(profiles) };
  const folder = makeFolder("bench-pages");
  const port = await freePort();
  const addresses = addressesOf(await makeContent(folder, size, port));
  const web = await serve(folder, port);
  const cookie = await signIn(web.baseUrl);
  const pages: PageTime[] = [];
  const broken: string[] = [];
  for (const page of listPages()) {
    const known = addresses[page];
    if (!known) broken.push(`${page} is not measured: bench/support/console-pages.ts has no address of it.`);
    for (const address of known ?? []) {
      const time = await timePage(address, { ...web, cookie }).catch((error: Error) => error);
      if (time instanceof Error) {
        broken.push(`${time.message}\n${logOf(folder)}`);
        continue;
      }
      say(`${page}${new URL(address, web.baseUrl).search}: ${describe(time)}`);
      if (time.p95Ms > MOST_MS) broken.push(`${address} takes ${time.p95Ms} ms, over ${MOST_MS}.`);
      pages.push(time);
    }
  }
  const worstP95Ms = Math.max(...pages.map(({ p95Ms }) => p95Ms));
  const figures = { pages: pages.map(({ path: address, p95Ms }) => ({ path: address, p95Ms })), worstP95Ms };
  return { figures, broken };
});
