import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import type { Emulator } from "@/emulator/start-emulator.ts";
import { pool } from "@/lib/db";
import { pressRun } from "../../support/runs";
import { checkClaim } from "./check-claim";
import type { Scene } from "./fault-test";
import { settled } from "./run";
import { exportOf } from "./target";
import { startWorker } from "./workers";

/** Takes all but the first so many people out of a segment. Answers the addresses of those who left. */
export async function leaveSegment(segmentId: string, staying: number): Promise<string[]> {
  const { rows } = await pool().query<{ address: string }>(
    `WITH leaving AS (SELECT id, attributes FROM profile ORDER BY key OFFSET $2)
     DELETE FROM segment_member m USING leaving l WHERE m.segment_id = $1 AND m.profile_id = l.id
     RETURNING lower(btrim(l.attributes->>'email')) AS address`,
    [segmentId, staying],
  );
  return rows.map(({ address }) => address);
}

/** A run that finds everybody on the list and many of them gone from the segment, with faults from its beginning. */
export async function runWithLeavers(
  scene: Scene,
  klaviyo: Emulator,
  plot: { people: number; staying: number; batchRecords: number; faults: FaultRuleInput[] },
) {
  const { people, staying, batchRecords, faults } = plot;
  const target = await exportOf(klaviyo, scene.administrator, { people, leavers: "remove" });
  await startWorker({ batchRecords, answerSeconds: 1 });
  await settled(await pressRun(scene.administrator, target.exportId));
  const leavers = await leaveSegment(target.segmentId, staying);
  const sinceSeq = klaviyo.control.log().at(-1)?.seq;
  for (const fault of faults) klaviyo.control.addFault(fault);
  const runId = await pressRun(scene.administrator, target.exportId);
  await settled(runId);
  return checkClaim(scene, klaviyo, { target, runId, leavers, sinceSeq, batchRecords });
}
