import { expect } from "vitest";
import { pool } from "@/lib/db";
import { startRun } from "@/lib/runs/start-run";
import { pressRun, readRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { profilesOf, isImport } from "./support/sent";
import { exportOf, exportTo, segmentWhere } from "./support/target";
import { startWorkers } from "./support/workers";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F33 two exports of one list, people in several segments: never two active runs on the list, and each person sent once",
  { injected: "both exports pressed again and again; three segments that overlap" },
  async (scene) => {
    const first = await exportOf(klaviyo(), scene.administrator, { people: 90 });
    const { connectionId, listId } = first;
    const halves = [
      await segmentWhere("First", "p.id <= (SELECT min(id) + 59 FROM profile)"),
      await segmentWhere("Last", "p.id > (SELECT min(id) + 29 FROM profile)"),
    ];
    const segmentIds = [first.segmentId, ...halves];
    const name = "The same list";
    const { segmentId } = first;
    const second = await exportTo(klaviyo(), scene.administrator, {
      name,
      connectionId,
      segmentId,
      listId,
      segmentIds,
    });
    klaviyo().control.clearLog();
    const runId = await pressRun(scene.administrator, second.exportId);
    await startWorkers(2, { batchRecords: 10 });
    let hasEnded = false;
    while (!hasEnded) {
      const { exportId } = scene.random() < 0.5 ? first : second;
      await startRun(scene.administrator, { exportId });
      hasEnded = (await readRun(runId)).settledAt !== null;
      const { rows } = await pool().query<{ active: number }>(
        "SELECT count(*)::int AS active FROM run WHERE list_id = $1 AND settled_at IS NULL",
        [listId],
      );
      expect(rows[0]?.active).toBeLessThanOrEqual(1);
    }
    const lastSeq = klaviyo().control.log().at(-1)?.seq ?? 0;
    const { rows } = await pool().query<{ id: string }>("SELECT id FROM run ORDER BY number");
    for (const { id } of rows) await settled(id);
    const ofRun = klaviyo()
      .control.log()
      .filter((entry) => isImport(entry) && entry.seq <= lastSeq);
    const sent = ofRun.flatMap(profilesOf).map(({ address }) => address);
    expect(sent).toHaveLength(90);
    expect(new Set(sent).size).toBe(90);
    const run = await checkClaim(scene, klaviyo(), { target: second, runId, batchRecords: 10 });
    expect(run.outcomes).toEqual({ added: 90 });
  },
);
