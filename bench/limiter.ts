// npm run bench:limiter: how much of the published rate many processes use that share one account, judged from the
// local Klaviyo's log.
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Part, startPart, stopParts, waitForReady } from "@/scripts/processes";
import { brokenLimiterBounds } from "./bounds";
import { countOverRate, countPassed, mostWithoutPhase } from "./judge";
import { makeConnection } from "./support/export-of-everybody";
import { addAdministrator, makeFolder, openInstallation } from "./support/installation";
import { startKlaviyo } from "./support/klaviyo";
import { atEnd, runBench, say } from "./support/run-bench";

const PROCESSES = 20;
const SECONDS = 70;
/** The smallest request of those that imports share their limits with. */
const ROUTE = "GET /api/profile-bulk-import-jobs";
// The first request is sent a moment after the word, and the last one may be on its way.
const MARGIN_MS = 2_000;

async function startProcesses(folder: string): Promise<Part[]> {
  const args = ["--max-old-space-size=64", "--import", "tsx", "bench/support/limited-process.ts"];
  const logFile = path.join(folder, "processes.log");
  const parts = Array.from({ length: PROCESSES }, () =>
    startPart("worker", args, { env: process.env, logFile }),
  );
  atEnd(() => stopParts(parts));
  await Promise.all(parts.map((part) => waitForReady(part, 300_000)));
  return parts;
}

await runBench(async () => {
  const folder = makeFolder("bench-limiter");
  const klaviyo = await startKlaviyo(folder, "limiter");
  await openInstallation(folder, { KLAVIYO_API_URL: klaviyo.url });
  await makeConnection(await addAdministrator(), klaviyo);
  const processes = await startProcesses(folder);
  say(`${PROCESSES} processes ask for ${SECONDS} seconds`);
  const untilMs = Date.now() + SECONDS * 1_000 + MARGIN_MS;
  const ends = processes.map(({ child }) => once(child, "exit") as Promise<[number | null]>);
  for (const { child } of processes) child.send({ untilMs });
  await sleep(untilMs - Date.now());
  const codes = await Promise.all(ends);
  const failed = codes.filter(([code]) => code !== 0).length;
  const log = await klaviyo.log();
  const allowed = mostWithoutPhase(ROUTE, SECONDS);
  const sent = countPassed(log, ROUTE, SECONDS);
  const used = Math.round((sent / allowed) * 1_000) / 1_000;
  const figures = {
    processes: PROCESSES,
    seconds: SECONDS,
    allowed,
    sent,
    overRate: countOverRate(log),
    used,
  };
  const broken = failed > 0 ? [`${failed} processes failed.`] : [];
  return { figures, broken: [...broken, ...brokenLimiterBounds(figures)] };
});
