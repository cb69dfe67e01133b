import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { makePeople } from "@/bench/support/people";
import { addsUp, resultSchema } from "@/lib/runs/counts";
import { pool, prisma } from "@/lib/db";
import { acme, setKlaviyo } from "../support/connections";
import { addLists, savedExport } from "../support/exports";
import { activeConnection } from "../support/connections";
import { startScript, testSettings } from "../support/run-script";
import { logOf, pressRun, readRun, useQuickKlaviyo } from "../support/runs";
import { it } from "../support/workspace";

const klaviyo = useQuickKlaviyo();
const PEOPLE = 100_000;

/** A worker process of its own, as `npm start` starts one. */
function startWorker() {
  return startScript("worker/main.ts", {
    nodeArgs: ["--max-old-space-size=160"],
    env: {
      ...testSettings(),
      FERRY_MODE: "practice",
      KLAVIYO_API_URL: klaviyo().url,
      KLAVIYO_ANSWER_SECONDS: "2",
      LOG_LEVEL: "warn",
    },
  });
}

async function untilBatches(runId: string, isEnough: (states: string[]) => boolean): Promise<void> {
  while (!isEnough((await readRun(runId)).batches.map(({ state }) => state))) await sleep(20);
}

/** An export of everybody to Acme's newsletter. */
async function exportEverybody(administrator: Parameters<typeof pressRun>[0]) {
  await prisma().installation.updateMany({ data: { mode: "practice" } });
  const lists = addLists(klaviyo());
  const connectionId = await activeConnection(administrator);
  await makePeople(PEOPLE, "killed");
  const { id: everybody } = await prisma().segment.create({
    data: {
      name: "Everybody",
      definition: {},
      refreshStatus: "ready",
      refreshedAt: new Date(),
      members: PEOPLE,
    },
  });
  await pool().query("INSERT INTO segment_member SELECT $1, id FROM profile", [everybody]);
  const exportId = await savedExport(administrator, {
    name: "Everybody to Klaviyo",
    connectionId,
    listId: lists.newsletter,
    identifierField: "email",
    mapping: {
      fields: [{ to: "first_name", field: "first_name" }],
      properties: [{ name: "Plan", field: "plan" }],
    },
    segmentIds: [everybody],
    excludedSegmentIds: [],
    leavers: "keep",
    isScheduled: false,
  });
  return { exportId, listId: lists.newsletter };
}

describe("A worker killed with kill -9 in the middle of 100,000 people", () => {
  it(
    "loses and doubles nobody: another worker goes on where it stopped",
    { timeout: 240_000 },
    async ({ administrator }) => {
      setKlaviyo(klaviyo().url, { withApp: false });
      const { exportId, listId } = await exportEverybody(administrator);
      const runId = await pressRun(administrator, exportId);
      const first = startWorker();
      await untilBatches(runId, (states) => states.includes("submitting") && states.includes("awaiting"));
      first.child.kill("SIGKILL");
      await first.ended;
      const before = await readRun(runId);
      expect(before.status).toBe("running");
      expect(before.batches.filter(({ state }) => state === "pending").length).toBeGreaterThan(0);

      startWorker();
      while ((await readRun(runId)).settledAt === null) await sleep(200);
      const run = await readRun(runId);
      const result = resultSchema.parse(run.result);
      expect(run.status).toBe("successful");
      expect(addsUp(result)).toBe(true);
      expect(result.outcomes.added).toBe(PEOPLE);
      expect(await logOf(runId)).toContain("taken_over");

      const wanted = await pool().query<{ address: string }>(
        "SELECT run_data.normal_address(attributes->>'email') AS address FROM profile",
      );
      const members = [...klaviyo().control.members(acme.id, listId)].map(({ email }) => email ?? "");
      expect(members).toHaveLength(PEOPLE);
      expect(new Set(members)).toEqual(new Set(wanted.rows.map(({ address }) => address)));
      const { rows } = await pool().query<{ people: number }>(
        "SELECT count(*)::int AS people FROM run_data.ledger_entry WHERE state IS NOT NULL",
      );
      expect(rows[0]?.people).toBe(PEOPLE);
    },
  );
});
