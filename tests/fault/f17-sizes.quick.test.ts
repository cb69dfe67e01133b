import { expect } from "vitest";
import { pool } from "@/lib/db";
import { importRoute, importsAsked, outcomeRows } from "../support/runs";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runUnderFaults } from "./support/run-under-faults";

const klaviyo = useStrictKlaviyo();
const withNote = {
  form: {
    mapping: {
      fields: [{ to: "first_name", field: "first_name" }],
      properties: [
        { name: "Plan", field: "plan" },
        { name: "Note", field: "country" },
      ],
    },
  },
};

/** Gives the people that `where` is true of a value of so many characters. */
async function grow(characters: number, where = "true"): Promise<void> {
  await pool().query(
    `UPDATE profile SET attributes = attributes || jsonb_build_object('country', repeat('x', $1)) WHERE ${where}`,
    [characters],
  );
}

faultTest("F17 10,001 people go in two imports", { injected: "10,001 rows" }, async (scene) => {
  const { run } = await runUnderFaults(scene, klaviyo(), { people: 10_001, faults: [] });
  expect(run.status).toBe("successful");
  const sizes = importsAsked(klaviyo()).map(({ rows }) => rows);
  expect(sizes.sort((one, other) => other - one)).toEqual([10_000, 1]);
});

faultTest("F17 more than 5 MB is cut by bytes", { injected: "60 people of 90 KB" }, async (scene) => {
  const prepare = () => grow(90_000);
  const { run } = await runUnderFaults(scene, klaviyo(), { people: 60, faults: [], prepare, ...withNote });
  expect(run.status).toBe("successful");
  for (const { bytes, status } of importsAsked(klaviyo())) {
    expect(status).toBe(202);
    expect(bytes).toBeLessThan(5_000_000);
  }
});

faultTest(
  "F17 a profile of 100 KB is rejected here, the others are sent",
  { injected: "one person of 100 KB" },
  async (scene) => {
    const prepare = () => grow(100_000, "id = (SELECT min(id) FROM profile)");
    const { run } = await runUnderFaults(scene, klaviyo(), { people: 20, faults: [], prepare, ...withNote });
    expect(run.status).toBe("completed_with_warnings");
    expect(run.outcomes).toEqual({ added: 19, rejected: 1 });
    expect(await outcomeRows(run.id, "rejected")).toMatchObject([{ code: "record_too_large" }]);
    expect(importsAsked(klaviyo()).map(({ rows }) => rows)).toEqual([19]);
  },
);

faultTest(
  "F17 a 413 halves the batch until it fits",
  { injected: "413 at the first three imports" },
  async (scene) => {
    const { run } = await runUnderFaults(scene, klaviyo(), {
      people: 64,
      faults: [
        { match: { method: "POST", route: importRoute }, count: 3, do: { kind: "answer", status: 413 } },
      ],
    });
    expect(run.status).toBe("successful");
    expect(run.outcomes).toEqual({ added: 64 });
  },
);
