import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { onList, pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled, untilStatus } from "./support/run";
import { leaveSegment } from "./support/run-with-leavers";
import { writesAfter } from "./support/sent";
import { exportOf } from "./support/target";
import { startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const PEOPLE = 200;

for (const [title, staying] of [
  ["empties", 0],
  ["shrinks by 90 %", PEOPLE / 10],
] as const)
  faultTest(
    `F31 a segment that ${title}: the run is held, and nobody is removed`,
    { injected: `a segment of ${PEOPLE} that ${title}` },
    async (scene) => {
      const target = await exportOf(klaviyo(), scene.administrator, { people: PEOPLE, leavers: "remove" });
      await startWorker();
      const firstId = await pressRun(scene.administrator, target.exportId);
      await settled(firstId);
      await checkClaim(scene, klaviyo(), { target, runId: firstId });
      const before = onList(klaviyo(), target.listId);
      await leaveSegment(target.segmentId, staying);
      const since = Date.now();
      const runId = await pressRun(scene.administrator, target.exportId);
      const { hold } = await untilStatus(runId, "held");
      await sleep(6_000);
      expect(writesAfter(klaviyo().control.log(), since)).toEqual([]);
      expect(onList(klaviyo(), target.listId)).toEqual(before);
      expect(hold).toMatchObject({ people: PEOPLE - staying, of: PEOPLE });
      scene.note({ result: "held" });
    },
  );
