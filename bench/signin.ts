// npm run bench:signin: what somebody gains who guesses a password, and whether the owner is kept out by it.
import { putUser } from "@/lib/users/put-user";
import { prisma } from "@/lib/db";
import { freePort } from "@/scripts/free-port";
import { brokenSignInBounds } from "./bounds";
import { makeFolder, openInstallation } from "./support/installation";
import { type Span, mostInAMinute } from "./support/most-in-a-minute";
import { runBench, say } from "./support/run-bench";
import { serve } from "./support/serve";
import { type Caller, callSignIn } from "./support/sign-in-attempt";

const ATTEMPTS = 1_000;
/** Longer than two of the throttle's minutes, so that what comes around the turn of one is counted too. */
const ATTACK_MS = 130_000;
const PAIRS = 100;
const password = "correct horse battery staple";
const emailOf = (name: string) => `${name}@ferry.example`;

const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** Wrong guesses at the owner's account, evenly over the time, each from a browser nobody knows. */
async function attack(baseUrl: string): Promise<{ passed: Span[]; held: number }> {
  const passed: Span[] = [];
  let held = 0;
  const begun = performance.now();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const due = begun + (attempt * ATTACK_MS) / ATTEMPTS;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const from = performance.now();
    const { answer } = await callSignIn(baseUrl, { email: emailOf("owner"), password: `guess ${attempt}` });
    if (answer === "throttled") held++;
    else passed.push({ from, to: performance.now() });
  }
  return { passed, held };
}

/** Pairs of a known and an unknown address with a wrong password, in turns, none of them held up. */
async function timePairs(baseUrl: string, caller: Caller) {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let pair = -10; pair < PAIRS; pair++)
    for (const kind of pair % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
      const email = emailOf(`${kind}-${pair}`);
      const { ms, answer } = await callSignIn(baseUrl, { email, password: "a wrong guess" }, caller);
      if (answer !== "wrong") throw new Error(`${email} was answered ${answer}.`);
      if (pair >= 0) times[kind].push(ms);
    }
  return { known: median(times.known), unknown: median(times.unknown) };
}

await runBench(async () => {
  const folder = makeFolder("bench-signin");
  const port = await freePort();
  await openInstallation(folder, { PORT: String(port) });
  await putUser(prisma(), { email: emailOf("owner"), name: "Owner", role: "viewer", password });
  const { passwordHash } = await prisma().user.findFirstOrThrow();
  for (let pair = -10; pair < PAIRS; pair++) {
    const email = emailOf(`known-${pair}`);
    await prisma().user.create({ data: { email, name: "Known", role: "viewer", passwordHash } });
  }
  const { baseUrl } = await serve(folder, port);

  const owner: Caller = { cookies: new Map() };
  const credentials = { email: emailOf("owner"), password };
  const first = await callSignIn(baseUrl, credentials, owner);
  if (first.answer !== "signed in") throw new Error(`The owner was answered ${first.answer}.`);
  const pairs = await timePairs(baseUrl, { cookies: new Map() });
  say(`medians: known ${pairs.known.toFixed(1)} ms, unknown ${pairs.unknown.toFixed(1)} ms`);

  const [{ passed, held }, owned] = await Promise.all([
    attack(baseUrl),
    // In the middle of it, on the device that is known and on one that is not.
    new Promise((resolve) => setTimeout(resolve, ATTACK_MS / 2)).then(() =>
      callSignIn(baseUrl, credentials, owner),
    ),
  ]);
  say(`${passed.length} guesses were looked at, ${held} held up; the owner was answered: ${owned.answer}`);
  const figures = {
    attempts: passed.length + held,
    hashesPerMinute: mostInAMinute(passed),
    ownerSignedIn: owned.answer === "signed in",
    timingDifference: Number((Math.abs(pairs.known - pairs.unknown) / pairs.known).toFixed(3)),
  };
  return { figures, broken: brokenSignInBounds(figures) };
});
