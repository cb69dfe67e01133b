import { expect } from "vitest";
import type { FaultRuleInput } from "@/emulator/faults/fault-rule.ts";
import { saveKey } from "@/lib/connections/save-key";
import { addSpareKey, findRow, spareKey } from "../support/connections";
import { valueOf } from "../support/imports";
import { importRoute, importsAsked, pressRun } from "../support/runs";
import { checkClaim } from "./support/check-claim";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { settled, untilStatus } from "./support/run";
import { exportOf } from "./support/target";
import { startWorker } from "./support/workers";

const klaviyo = useStrictKlaviyo();
const MOST_SECONDS = 10;

const losses: [title: string, fault: FaultRuleInput["do"], attention: object][] = [
  ["a key revoked (401)", { kind: "revokeCredential" }, { attentionCode: "key_refused" }],
  [
    "a scope removed (403)",
    { kind: "dropScope", scope: "profiles:write" },
    { attentionCode: "scopes_missing", attentionParams: { scopes: "profiles:write" } },
  ],
];

for (const [title, fault, attention] of losses)
  faultTest(
    `F20 ${title} in the middle of a run: the connection needs attention within seconds, and another key ends the run`,
    { injected: `${title} right before the third import` },
    async (scene) => {
      const target = await exportOf(klaviyo(), scene.administrator, { people: 60 });
      klaviyo().control.addFault({ match: { method: "POST", route: importRoute, nth: 3 }, do: fault });
      const runId = await pressRun(scene.administrator, target.exportId);
      await startWorker({ batchRecords: 10 });
      await untilStatus(runId, "waiting");
      const refusedAt = klaviyo()
        .control.log()
        .find(({ status }) => status === 401 || status === 403)?.wallMs;
      expect((Date.now() - (refusedAt ?? 0)) / 1000).toBeLessThan(MOST_SECONDS);
      const row = await findRow(target.connectionId);
      expect(row).toMatchObject({ status: "needs_attention", ...attention });
      addSpareKey(klaviyo());
      scene.faultOver();
      valueOf(await saveKey(scene.administrator, { connectionId: target.connectionId, key: spareKey }));
      await settled(runId);
      const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 10 });
      expect(run.status).toBe("successful");
      expect(run.outcomes).toEqual({ added: 60 });
      expect(importsAsked(klaviyo()).filter(({ status }) => status === 202)).toHaveLength(6);
    },
  );

faultTest(
  "F20 a page that answers 403 in front of Klaviyo takes no key away: the run tries again",
  { injected: "403 with a page at two imports and two questions" },
  async (scene) => {
    const target = await exportOf(klaviyo(), scene.administrator, { people: 60 });
    for (const method of ["POST", "GET"])
      klaviyo().control.addFault({
        match: { method, route: importRoute, nth: [1, 2] },
        do: { kind: "answer", status: 403, body: "html" },
      });
    const runId = await pressRun(scene.administrator, target.exportId);
    await startWorker({ batchRecords: 10 });
    await settled(runId);
    const run = await checkClaim(scene, klaviyo(), { target, runId, batchRecords: 10 });
    expect(run.status).toBe("successful");
    expect(await findRow(target.connectionId)).toMatchObject({ status: "active", attentionCode: null });
  },
);
