import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { prisma } from "@/lib/db";
import { readRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import { faultTest } from "./fault-test";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { settled } from "./run";
import { sayNoBeforeSend } from "./say-no";
import { writesAfter } from "./sent";

const losses = { demoted: { role: "contributor" }, disabled: { disabledAt: new Date() } } as const;

/** The test of an export user who is lost in the middle of a run and comes back. */
export function testLostExportUser(klaviyo: () => Emulator, title: keyof typeof losses): void {
  faultTest(
    `F24 the export user ${title} in the middle of a run: the next request does not leave, and the run goes on once they are back`,
    { injected: `the export user ${title}, right before the first byte` },
    async (scene) => {
      const { id } = scene.administrator;
      const { target, runId } = await sayNoBeforeSend(scene, klaviyo(), () =>
        prisma().user.update({ where: { id }, data: losses[title] }),
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
}
