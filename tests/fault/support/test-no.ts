import { expect } from "vitest";
import { removeConnection } from "@/lib/connections/remove-connection";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { prisma } from "@/lib/db";
import { detachExports } from "@/lib/exports/detach-exports";
import { cancelRun } from "@/lib/runs/cancel-run";
import type { UserActor } from "@/lib/auth/current-actor";
import { valueOf } from "../../support/imports";
import { checkClaim } from "./check-claim";
import { faultTest } from "./fault-test";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { settled } from "./run";
import { type Stopped, sayNoBeforeSend } from "./say-no";

const noes = {
  "the consent withdrawn": async (actor: UserActor, { target }: Stopped) =>
    valueOf(await withdrawConsent(actor, target)),
  "the connection removed": async (actor: UserActor, { target: { connectionId, exportId } }: Stopped) =>
    valueOf(await removeConnection(actor, { connectionId, exports: [{ exportId, choice: "detach" }] })),
  "the export detached": async (actor: UserActor, { target }: Stopped) =>
    valueOf(await detachExports(actor, { exportIds: [target.exportId] })),
  "the run canceled": async (actor: UserActor, { runId }: Stopped) =>
    valueOf(await cancelRun(actor, { runId })),
};

/** The test of one no in the middle of a run. */
export function testNo(klaviyo: () => Emulator, title: keyof typeof noes): void {
  faultTest(
    `F23 ${title} in the middle of a run: it stops before the next request, and its history is kept`,
    { injected: `${title}, right before the first byte` },
    async (scene) => {
      const { target, runId } = await sayNoBeforeSend(scene, klaviyo(), (stopped) =>
        noes[title](scene.administrator, stopped),
      );
      await settled(runId);
      const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 10 });
      expect(run.status).toBe("canceled");
      expect(run.outcomes["not_sent"]).toBeGreaterThan(0);
      expect(await prisma().runEvent.count({ where: { runId } })).toBeGreaterThan(3);
    },
  );
}
