// npm run bench:workers: whether more workers make one large export slower, judged from the local Klaviyo's log and list.
import { setTimeout as sleep } from "node:timers/promises";
import { stopParts } from "@/scripts/processes";
import { brokenWorkersBounds } from "./bounds";
import { type Difference, compareList } from "./compare-list";
import { countOverRate, importsNeeded, msUntilFree } from "./judge";
import { makeExport } from "./support/export-of-everybody";
import { readExportOptions } from "./support/export-options";
import { settleDatabase } from "./support/installation";
import { type Content, openContent } from "./support/open-bench";
import { runBench, say } from "./support/run-bench";
import { runExport } from "./support/run-export";
import { wantedPeople } from "./support/truth";
import { startWorkers } from "./support/workers";

const ROUNDS = 3;
// As bench/judge.ts finds it for these people.
const BYTES_EACH = 400;

interface Measured extends Difference {
  workers: number;
  seconds: number;
  /** What went wrong otherwise; null where nothing did. */
  problem: string | null;
}

/** One first run of everybody to a new list, with so many workers. */
async function measure(content: Content, workers: number, round: number): Promise<Measured> {
  const { klaviyo, segmentId, connectionId, actor, profiles, folder } = content;
  const name = `${workers} workers, round ${round}`;
  const list = await klaviyo.addList(name);
  const exportId = await makeExport(actor, { connectionId, segmentId, list, name });
  await settleDatabase();
  const started = await startWorkers(workers, folder);
  const needed = importsNeeded({ records: profiles, bytesEach: BYTES_EACH, leavers: 0, unknownLeavers: 0 });
  await sleep(msUntilFree(await klaviyo.log(), needed, Date.now()));
  const run = await runExport(exportId, { userId: actor.id, workers: started.parts });
  const peakMb = started.peakMb();
  await stopParts(started.parts);
  const difference = await compareList(wantedPeople(segmentId), klaviyo.members(list.id));
  say(`${name}: ${run.status} after ${run.seconds.toFixed(2)} s, ${peakMb} MB`);
  const problem = run.status === "successful" ? null : `${name} ended ${run.status} ${run.problem ?? ""}`;
  return { workers, seconds: run.seconds, ...difference, problem };
}

function median(numbers: number[]): number {
  const middle = numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
  return Math.round(middle * 100) / 100;
}

await runBench(async () => {
  const { profiles, seed } = readExportOptions(["--profiles", "1000000", ...process.argv.slice(2)]);
  say(`${profiles} profiles, one, two and four workers in turn, seed ${seed}`);
  const content = await openContent({ profiles, seed });
  const runs: Measured[] = [];
  for (let round = 1; round <= ROUNDS; round++)
    for (const workers of [1, 2, 4]) runs.push(await measure(content, workers, round));
  const secondsWith = (workers: number) =>
    median(runs.filter((run) => run.workers === workers).map(({ seconds }) => seconds));
  const sum = (of: "lost" | "extra") => runs.reduce((total, run) => total + run[of], 0);
  const figures = {
    one: secondsWith(1),
    two: secondsWith(2),
    four: secondsWith(4),
    overRate: countOverRate(await content.klaviyo.log()),
    lost: sum("lost"),
    extra: sum("extra"),
  };
  return {
    figures,
    broken: [...runs.flatMap(({ problem }) => problem ?? []), ...brokenWorkersBounds(figures, profiles)],
  };
});
