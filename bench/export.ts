// npm run bench:export: what one export of everybody takes, judged from the local Klaviyo's log and list.
import { type ExportFigures, brokenBounds } from "./bounds";
import { compareList } from "./compare-list";
import { type Expected, countUnaccounted } from "./count-unaccounted";
import { type Work, bytesEach, countOverRate, floorSeconds, importsNeeded, minCalls } from "./judge";
import { bareSqlSeconds, keepForComparison } from "./support/bare-sql";
import { type Bench, openBench } from "./support/open-bench";
import { readExportOptions } from "./support/export-options";
import { changePeople } from "./support/people";
import { runBench, say } from "./support/run-bench";
import { runExport } from "./support/run-export";
import { wantedPeople } from "./support/truth";

const round = (number: number) => Math.round(number * 100) / 100;

/** Presses Run and judges the run from outside. `work` says how much of it was needed. */
async function measureRun(
  bench: Bench,
  expected: Expected,
  work: Omit<Work, "bytesEach">,
): Promise<{ figures: ExportFigures; broken: string[] }> {
  const { klaviyo } = bench;
  const from = (await klaviyo.log()).at(-1)?.seq ?? 0;
  const run = await runExport(bench.exportId, { userId: bench.actor.id, workers: bench.workers.parts });
  const peakRssMb = bench.workers.peakMb();
  // The windows of a minute may have begun before the run.
  const log = await klaviyo.log();
  const ofRun = log.filter(({ seq }) => seq > from);
  const needed = { ...work, bytesEach: bytesEach(ofRun) };
  const [planned, first, last] = [run.planned, run.firstSent, run.lastSent].map((at) => round(at ?? 0));
  say(`Planned after ${planned} s, sent from ${first} to ${last} s`);
  say(`${run.status} after ${round(run.seconds)} s; ${Math.round(needed.bytesEach)} bytes each`);
  const floor = floorSeconds(importsNeeded(needed));
  const figures = {
    profiles: bench.profiles,
    seconds: round(run.seconds),
    calls: ofRun.length,
    minCalls: minCalls(needed),
    floorSeconds: floor,
    ratio: round(run.seconds / floor),
    peakRssMb,
    overRate: countOverRate(log),
    ...(await compareList(wantedPeople(bench.segmentId), klaviyo.members())),
    unaccounted: countUnaccounted(run, expected),
  };
  const bad = run.status === "successful" ? [] : [`The run ended ${run.status} ${run.problem ?? ""}`];
  return { figures, broken: bad };
}

await runBench(async () => {
  const options = readExportOptions(process.argv.slice(2));
  const { profiles, changed, leavers } = options;
  const bench = await openBench(options);
  const everybody = { records: profiles, leavers: 0, unknownLeavers: 0 };
  const first = await measureRun(bench, { added: profiles }, everybody);
  if (changed + leavers === 0)
    return { figures: first.figures, broken: [...first.broken, ...brokenBounds(first.figures)] };

  say(`The first run: ${JSON.stringify(first.figures)}`);
  await keepForComparison(bench.segmentId);
  await changePeople({ changed, leavers });
  await bench.refresh();
  const unchanged = profiles - changed - leavers;
  const work = { records: changed, leavers, unknownLeavers: leavers };
  const second = await measureRun(bench, { changed, unchanged, removed: leavers }, work);
  const figures = { ...second.figures, sqlSeconds: round(await bareSqlSeconds(bench.segmentId)) };
  return { figures, broken: [...first.broken, ...second.broken, ...brokenBounds(figures)] };
});
