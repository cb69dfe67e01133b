// npm run bench:customers: how long searches for customers, pages of them and their cards take, over HTTP.
import { parseArgs } from "node:util";
import { pool } from "@/lib/db";
import { freePort } from "@/scripts/free-port";
import { brokenCustomersBounds } from "./bounds";
import { type QuestionKind, customerQuestions } from "./support/customer-questions";
import { makeFolder, settleDatabase } from "./support/installation";
import { makeConsole } from "./support/make-console";
import { runBench, say } from "./support/run-bench";
import { serve } from "./support/serve";
import { signIn } from "./support/sign-in";
import { askOnce } from "./support/time-page";

const WARM_UPS = 30;
const TIMES = 60;

// What stands on a card besides the person: segments, and where they were sent.
const CONTENT = { exports: 100, runs: 1_000 };

async function firstProfileId(): Promise<number> {
  const { rows } = await pool().query<{ id: string }>("SELECT min(id)::text AS id FROM profile");
  return Number(rows[0]?.id);
}

/**
 * The 95th percentile of each kind of question. Kinds take turns, so that what else the machine does for a moment falls
 * on all of them, and all are warm before the first counts.
 */
async function timeKinds(kinds: QuestionKind[], baseUrl: string, cookie: string): Promise<number[]> {
  const times = kinds.map((): number[] => []);
  for (let number = 0; number < WARM_UPS + TIMES; number++)
    for (const [index, { ask }] of kinds.entries()) {
      const { path, body } = ask(number);
      const { ms } = await askOnce(baseUrl + path, cookie, body);
      if (number >= WARM_UPS) times[index]?.push(ms);
    }
  return kinds.map(({ name }, index) => {
    const sorted = times[index]?.toSorted((left, right) => left - right) ?? [];
    const at = (share: number) => Math.round((sorted[Math.ceil(TIMES * share) - 1] ?? 0) * 10) / 10;
    say(`${name}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
    return at(0.95);
  });
}

await runBench(async () => {
  const { values } = parseArgs({ options: { profiles: { type: "string" } } });
  const profiles = Number(values.profiles ?? "1000000");
  const folder = makeFolder("bench-customers");
  const port = await freePort();
  await makeConsole(folder, { ...CONTENT, profiles }, { port, seed: "customers" });
  await settleDatabase();
  const { baseUrl } = await serve(folder, port);
  const cookie = await signIn(baseUrl);
  const kinds = customerQuestions(profiles, await firstProfileId());
  const slowest = await timeKinds(kinds, baseUrl, cookie);
  const figures = { profiles, p95Ms: Math.max(...slowest) };
  return { figures, broken: brokenCustomersBounds(figures) };
});
