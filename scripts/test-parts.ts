import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { root } from "./paths";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Which tests were skipped, so that none is skipped silently. */
  skippedTitles?: string[];
  /** Which tests passed only at their second try: they passed, and want looking at. */
  unsteadyTitles?: string[];
}

const results = path.join(root, ".data/test-results");
const bin = (name: string) => path.join(root, "node_modules/.bin", name);

/** Runs a program of node_modules with its output shown; answers its exit code. */
export function run(program: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(bin(program), args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
    child.on("error", () => resolve(1));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** A part that either holds or does not. */
export async function onePart(
  program: string,
  args: string[],
  env?: Record<string, string>,
): Promise<Counts> {
  const isGood = (await run(program, args, env)) === 0;
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 };
}

interface VitestReport {
  numPassedTests?: number;
  numFailedTests?: number;
  numPendingTests?: number;
  testResults?: { assertionResults: { fullName: string; status: string }[] }[];
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: { title: string; tests: { status: string }[] }[];
}

/** The titles of the specs that ended so; "flaky" is Playwright's word for passed at the second try. */
function specsThat(ended: "skipped" | "flaky", { suites = [], specs = [] }: PlaywrightSuite): string[] {
  const here = specs.filter(({ tests }) => tests.some(({ status }) => status === ended));
  return [...here.map(({ title }) => title), ...suites.flatMap((suite) => specsThat(ended, suite))];
}

function readReport(file: string): Record<string, unknown> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : {};
}

// A runner that ends badly without a failed test (a crash, an error outside of tests) has still failed.
function orCrash(code: number, counts: Counts): Counts {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** The tests of one vitest project; `args` are further options, and parts of paths to leave out all other files. */
export async function vitestPart(project: string, args: string[] = []): Promise<Counts> {
  mkdirSync(results, { recursive: true });
  const file = path.join(results, `${project}.json`);
  rmSync(file, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run("vitest", ["run", "--project", project, ...reporters, ...args]);
  const report = readReport(file) as VitestReport;
  const all = (report.testResults ?? []).flatMap(({ assertionResults }) => assertionResults);
  return orCrash(code, {
    passed: report.numPassedTests ?? 0,
    failed: report.numFailedTests ?? 0,
    skipped: report.numPendingTests ?? 0,
    skippedTitles: all.filter(({ status }) => status === "skipped").map(({ fullName }) => fullName),
  });
}

/** The Playwright specs, against the app at `baseUrl`. */
export async function playwrightPart(env: Record<string, string>): Promise<Counts> {
  mkdirSync(results, { recursive: true });
  const file = path.join(results, "e2e.json");
  rmSync(file, { force: true });
  const code = await run("playwright", ["test", ...process.argv.slice(2)], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  const report = readReport(file) as PlaywrightSuite & {
    stats?: Record<"expected" | "unexpected" | "flaky" | "skipped", number>;
  };
  const { stats } = report;
  return orCrash(code, {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
    skippedTitles: specsThat("skipped", report),
    unsteadyTitles: specsThat("flaky", report),
  });
}

/** Adds up, and says in the last line, how many tests passed, failed and were skipped. */
export function summarise(parts: { name: string; counts: Counts; seconds: number }[]): boolean {
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log("");
  for (const { name, counts, seconds } of parts) {
    const { passed, failed, skipped } = counts;
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    const line = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    for (const title of counts.unsteadyTitles ?? []) console.log(`  passed at the second try: ${title}`);
    for (const title of counts.skippedTitles ?? []) console.log(`  skipped: ${title}`);
    console.log(`${failed > 0 ? "✗" : "✓"} ${name.padEnd(14)} ${line.padEnd(36)} ${seconds.toFixed(1)} s`);
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0;
}

/** Runs parts one after the other, all of them, whatever fails. Answers whether all is good. */
export async function runParts(parts: [name: string, part: () => Promise<Counts>][]): Promise<boolean> {
  const done: Parameters<typeof summarise>[0] = [];
  for (const [name, part] of parts) {
    console.log(`\n== ${name}`);
    const startedAt = performance.now();
    const counts = await part().catch((error: Error) => {
      console.error(error.message);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    done.push({ name, counts, seconds: (performance.now() - startedAt) / 1000 });
  }
  return summarise(done);
}
