import { expect } from "vitest";
import { removeConnection } from "@/lib/connections/remove-connection";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { prisma } from "@/lib/db";
import { detachExports } from "@/lib/exports/detach-exports";
import { cancelRun } from "@/lib/runs/cancel-run";
import type { UserActor } from "@/lib/auth/current-actor";
import { valueOf } from "../support/imports";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { type Stopped, sayNoBeforeSend } from "./support/say-no";

const klaviyo = useStrictKlaviyo();

const noes: [title: string, sayNo: (actor: UserActor, stopped: Stopped) => Promise<unknown>][] = [
  ["the consent withdrawn", async (actor, { target }) => valueOf(await withdrawConsent(actor, target))],
  [
    "the connection removed",
    async (actor, { target: { connectionId, exportId } }) =>
      valueOf(await removeConnection(actor, { connectionId, exports: [{ exportId, choice: "detach" }] })),
  ],
  [
    "the export detached",
    async (actor, { target }) => valueOf(await detachExports(actor, { exportIds: [target.exportId] })),
  ],
  ["the run canceled", async (actor, { runId }) => valueOf(await cancelRun(actor, { runId }))],
];

for (const [title, sayNo] of noes)
  faultTest(
    `F23 ${title} in the middle of a run: it stops before the next request, and its history is kept`,
    { injected: `${title}, right before the first byte` },
    async (scene) => {
      const { target, runId } = await sayNoBeforeSend(scene, klaviyo(), (stopped) =>
        sayNo(scene.administrator, stopped),
      );
      await settled(runId);
      const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 10 });
      expect(run.status).toBe("canceled");
      expect(run.outcomes["not_sent"]).toBeGreaterThan(0);
      expect(await prisma().runEvent.count({ where: { runId } })).toBeGreaterThan(3);
    },
  );
