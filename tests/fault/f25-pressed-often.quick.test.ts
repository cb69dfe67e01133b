import { expect } from "vitest";
import { prisma } from "@/lib/db";
import { runTokenFor } from "../support/api";
import { importsAsked } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { GATE, closeGate, startFaultScript } from "./support/gate";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { exportOf } from "./support/target";
import { startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const PRESSES = 20;

faultTest(
  "F25 Run pressed 20 times in a second by two people in two processes: one run, and all get it",
  { injected: "20 presses at one moment" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 20 });
    await prisma().connection.updateMany({ data: { access: "contributors" } });
    await using gate = await closeGate();
    const scripts = [scene.administrator, scene.contributor].map(({ id }) =>
      startFaultScript("press-runs-script", [target.exportId, id, String(PRESSES / 2), String(GATE)]),
    );
    await gate.untilBlocked(2);
    await gate.release();
    const ends = await Promise.all(scripts.map(({ ended }) => ended));
    const answers = ends.flatMap(
      ({ output }) =>
        JSON.parse(output.trim().split("\n").at(-1) ?? "") as { runId: string; isNew: boolean }[],
    );
    expect(answers).toHaveLength(PRESSES);
    expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await prisma().run.count()).toBe(1);
    const runId = answers[0]?.runId ?? "";
    await startWorker();
    await settled(runId);
    const run = await checkClaim(scene, klaviyo(), { target, runId });
    expect(run.status).toBe("successful");
    expect(importsAsked(klaviyo())).toHaveLength(1);
  },
);

faultTest(
  "F25 the API asked 20 times in a second with one idempotency key, by two processes and again after the run: one run",
  { injected: "20 requests at one moment, one later" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 20 });
    const token = await runTokenFor(scene.administrator);
    const ask = (times: number) =>
      startFaultScript("ask-runs-script", [target.exportId, token, String(times), String(GATE)]);
    const gate = await closeGate();
    const scripts = [ask(PRESSES / 2), ask(PRESSES / 2)];
    await gate.untilBlocked(2);
    await gate.release();
    const answersOf = async ({ ended }: (typeof scripts)[number]) =>
      JSON.parse((await ended).output.trim().split("\n").at(-1) ?? "") as {
        status: number;
        isReplayed: boolean;
        runId: string;
      }[];
    const answers = (await Promise.all(scripts.map(answersOf))).flat();
    expect(answers.map(({ status }) => status)).toEqual(Array(PRESSES).fill(200));
    expect(answers.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1);
    const runId = answers[0]?.runId ?? "";
    await startWorker();
    await settled(runId);
    const [later] = await answersOf(ask(1));
    expect(later).toMatchObject({ status: 200, isReplayed: true, runId });
    expect(new Set(answers.map((answer) => answer.runId)).size).toBe(1);
    expect(await prisma().run.count()).toBe(1);
    const run = await checkClaim(scene, klaviyo(), { target, runId });
    expect(run.status).toBe("successful");
    expect(importsAsked(klaviyo())).toHaveLength(1);
  },
);
