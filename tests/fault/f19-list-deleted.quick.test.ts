import { expect } from "vitest";
import { importRoute, pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { writesAfter } from "./support/sent";
import { exportOf } from "./support/target";
import { startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();

faultTest(
  "F19 a list deleted in the middle of a run stops the run; the list is not made anew",
  { injected: "the list deleted right before the third import" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 100 });
    klaviyo().control.addFault({
      match: { method: "POST", route: importRoute, nth: 3 },
      do: { kind: "deleteList", listId: target.listId },
    });
    const runId = await pressRun(scene.administrator, target.exportId);
    await startWorker({ batchRecords: 10 });
    const { status, problemCode, finishedAt } = await settled(runId);
    expect({ status, problemCode }).toEqual({ status: "failed", problemCode: "list_missing" });
    expect(writesAfter(klaviyo().control.log(), finishedAt?.getTime() ?? 0)).toEqual([]);
    expect(klaviyo().control.log({ method: "POST", route: "/api/lists" })).toEqual([]);
    expect(JSON.stringify(klaviyo().control.overview())).not.toContain(`"${target.listId}"`);
    await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 10, isListGone: true });
  },
);
