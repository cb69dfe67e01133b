import { expect } from "vitest";
import { pool } from "@/lib/db";
import { faultTest } from "./support/fault-test";
import { useStrictKlaviyo } from "./support/klaviyo";
import { runUnderFaults } from "./support/run-under-faults";

const klaviyo = useStrictKlaviyo();
const PEOPLE = 400;

/** Changes the address or the phone of some people, by their place. */
async function spoil(field: string, value: string, places: string): Promise<void> {
  await pool().query(
    `UPDATE profile p SET attributes = jsonb_set(p.attributes, ARRAY[$1], to_jsonb(${value}))
     FROM (SELECT id, row_number() OVER (ORDER BY key) AS place,
       lag(attributes->>'email') OVER (ORDER BY key) AS email FROM profile) AS before
     WHERE before.id = p.id AND ${places}`,
    [field],
  );
}

faultTest(
  "F18 invalid addresses, duplicates in other letters and invalid phones: each in its outcome, phones with a warning",
  { injected: "5 % invalid addresses, 10 duplicates, 4 without one, 8 invalid phones" },
  async (scene) => {
    const { run } = await runUnderFaults(scene, klaviyo(), {
      people: PEOPLE,
      faults: [],
      form: {
        mapping: {
          fields: [
            { to: "first_name", field: "first_name" },
            { to: "phone_number", field: "phone" },
          ],
          properties: [{ name: "Plan", field: "plan" }],
        },
      },
      prepare: async () => {
        await spoil("phone", "'0630 12'::text", "before.place <= 8");
        await spoil("email", "'no address ' || before.place", "before.place BETWEEN 21 AND 40");
        await spoil("email", "''::text", "before.place BETWEEN 41 AND 44");
        const another = "'  ' || upper(before.email) || ' '";
        await spoil("email", another, "before.place BETWEEN 100 AND 118 AND before.place % 2 = 0");
      },
    });
    expect(run.status).toBe("completed_with_warnings");
    expect(run.outcomes).toEqual({ added: 366, invalid_email: 20, no_email: 4, duplicate: 10 });
    const { rows } = await pool().query("SELECT DISTINCT field, code FROM run_data.warning");
    expect(rows).toEqual([{ field: "phone_number", code: "phone_not_international" }]);
    const phones = [...klaviyo().control.profiles("AcmeAc")].map(({ phone_number }) => phone_number);
    expect(phones.filter((phone) => !phone)).toHaveLength(8);
  },
);
