// npm run bench:pages: how long the server takes for each page of the console where there is much to show.
import { parseArgs } from "node:util";
import { receiveUpload } from "@/lib/sources/receive-upload";
import { valueOf } from "@/lib/sample/value-of";
import { freePort } from "@/scripts/free-port";
import { addressesOf, findPageIds, listPages } from "./support/console-pages";
import { makeFolder, settleDatabase } from "./support/installation";
import { type ConsoleSize, makeConsole } from "./support/make-console";
import { runBench, say } from "./support/run-bench";
import { logOf, serve } from "./support/serve";
import { signIn } from "./support/sign-in";
import { type PageTime, timePage } from "./support/time-page";

const MOST_MS = 150;

async function makeContent(folder: string, size: ConsoleSize, port: number) {
  const { actor, ...known } = await makeConsole(folder, size, { port, seed: "pages" });
  const file = Buffer.from(`key,name\n${"1,Anna\n".repeat(2_000)}`);
  const body = (async function* () {
    yield file;
  })();
  const upload = { fileName: "customers.csv", declaredBytes: file.byteLength, body };
  const { uploadId } = valueOf(await receiveUpload(actor, upload));
  await settleDatabase();
  return findPageIds({ ...known, uploadId });
}

function describe({ p50Ms, p95Ms, kilobytes, cpuMs }: PageTime): string {
  return `p50 ${p50Ms} ms, p95 ${p95Ms} ms, processor ${cpuMs} ms, ${kilobytes} KB`;
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
