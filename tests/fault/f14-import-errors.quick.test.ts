import { expect } from "vitest";
import { pool } from "@/lib/db";
import { importRoute, outcomeRows, pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled } from "./support/run";
import { runUnderFaults } from "./support/run-under-faults";

const klaviyo = useStrictKlaviyo();
const submit = { method: "POST", route: importRoute, nth: 1 };

faultTest(
  "F14 2,500 import errors over 25 pages are 2,500 rejected members with code and detail",
  { injected: "2,500 of 3,000 rows fail in the job" },
  async (scene) => {
    const failRows = { count: 2_500, code: "invalid", detail: "Invalid input" };
    const { run } = await runUnderFaults(scene, klaviyo(), {
      people: 3_000,
      faults: [{ match: submit, do: { kind: "job", fate: { failRows } } }],
    });
    expect(run.status).toBe("completed_with_warnings");
    expect(run.outcomes).toEqual({ added: 500, rejected: 2_500 });
    const rejected = await outcomeRows(run.id, "rejected");
    expect(rejected).toHaveLength(2_500);
    for (const row of rejected) expect(row).toMatchObject({ code: "invalid", detail: "Invalid input" });
    const pages = klaviyo().control.log({ route: "/api/profile-bulk-import-jobs/{id}/import-errors" });
    expect(pages).toHaveLength(25);
  },
);

for (const completedCountIncludesFailed of [false, true])
  faultTest(
    `F15 a job whose counts come out short (completed ${completedCountIncludesFailed ? "with" : "without"} failed) is not successful: exactly those missing are unconfirmed`,
    { injected: "one row fails, three are lost" },
    async (scene) => {
      klaviyo().control.setSwitches({ completedCountIncludesFailed });
      klaviyo().control.setJobPlan({ failRows: { count: 1 }, loseRows: 3 });
      const { run } = await runUnderFaults(scene, klaviyo(), { people: 40, faults: [] });
      expect(run.status).toBe("completed_with_warnings");
      expect(run.outcomes).toEqual({ added: 36, rejected: 1, unconfirmed: 3 });
    },
  );

faultTest(
  "F15 a job of changes that comes out short: being on the list before proves nothing, and the next run sends them",
  { injected: "three rows of a second run are lost" },
  async (scene) => {
    const { target } = await runUnderFaults(scene, klaviyo(), { people: 40, faults: [] });
    const runAgain = async () => {
      const sinceSeq = klaviyo().control.log().at(-1)?.seq;
      const runId = await pressRun(scene.administrator, target.exportId);
      await settled(runId);
      return checkClaim(scene, klaviyo(), { target, runId, sinceSeq });
    };
    await pool().query(`UPDATE profile SET attributes = attributes || '{"plan":"platinum"}'`);
    klaviyo().control.setJobPlan({ loseRows: 3 });
    const short = await runAgain();
    expect(short.status).toBe("completed_with_warnings");
    expect(short.outcomes).toEqual({ unconfirmed: 40 });
    klaviyo().control.setJobPlan({ loseRows: 0 });
    const next = await runAgain();
    expect(next.status).toBe("successful");
    expect(next.outcomes).toEqual({ added: 40 });
  },
);
