import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { prisma } from "@/lib/db";
import { readRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { sayNoBeforeSend } from "./support/say-no";
import { writesAfter } from "./support/sent";

const klaviyo = useStrictKlaviyo();

const losses = [
  ["demoted", { role: "contributor" }],
  ["disabled", { disabledAt: new Date() }],
] as const;

for (const [title, data] of losses)
  faultTest(
    `F24 the export user ${title} in the middle of a run: the next request does not leave, and the run goes on once they are back`,
    { injected: `the export user ${title}, right before the first byte` },
    async (scene) => {
      const { id } = scene.administrator;
      const { target, runId } = await sayNoBeforeSend(scene, klaviyo(), () =>
        prisma().user.update({ where: { id }, data }),
      );
      expect(await readRun(runId)).toMatchObject({ status: "waiting", waitCode: "connection" });
      const since = Date.now();
      await sleep(6_000);
      expect(writesAfter(klaviyo().control.log(), since)).toEqual([]);
      scene.faultOver();
      await prisma().user.update({ where: { id }, data: { role: "administrator", disabledAt: null } });
      await settled(runId);
      const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 10 });
      expect(run.status).toBe("successful");
      expect(run.outcomes).toEqual({ added: 80 });
    },
  );
