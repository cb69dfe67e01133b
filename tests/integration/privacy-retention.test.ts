import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { keepHouse } from "@/lib/housekeeping";
import { changeRetention } from "@/lib/retention/change-retention";
import { enforceRetention } from "@/lib/retention/enforce-retention";
import { getRetention } from "@/lib/retention/queries";
import { changeRetentionSchema } from "@/lib/retention/schema";
import { importFile, valueOf } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { it } from "../support/workspace";

const ageImports = (days: number) =>
  pool().query("UPDATE import SET finished_at = now() - make_interval(days => $1)", [days]);

const lastNight = () => pool().query("UPDATE retention_run SET started_at = now() - interval '1 day 1 hour'");

describe("the night's work", () => {
  it("deletes what is too old by the rules, once a night, and keeps the last import of a source", async ({
    administrator,
  }) => {
    const { sourceId } = await importFile(administrator, "Id,Name\na,Ann\n,Nobody\n", { key: "Id" });
    await importFile(administrator, "Id,Name\na,Anna\n,Nobody\n", { key: "Id", sourceId });
    await ageImports(89);
    await enforceRetention();
    expect(await prisma().importBadLine.count()).toBe(2);
    await ageImports(91);
    await enforceRetention();
    expect(await prisma().importBadLine.count()).toBe(2);
    await lastNight();
    await enforceRetention();
    expect(await prisma().importBadLine.count()).toBe(0);
    expect(await prisma().import.count()).toBe(2);
    await ageImports(731);
    await lastNight();
    await enforceRetention();
    expect(await prisma().import.count()).toBe(1);
    const { lines } = await getRetention(administrator);
    expect(lines.find(({ id }) => id === "imports")).toMatchObject({ days: 730, deleted: 1 });
  });

  it("goes by what an administrator chose, within bounds", async ({ administrator }) => {
    await importFile(administrator, "Id,Name\na,Ann\n,Nobody\n", { key: "Id" });
    valueOf(await changeRetention(administrator, { rule: "badLines", days: 7 }));
    await ageImports(8);
    await enforceRetention();
    expect(await prisma().importBadLine.count()).toBe(0);
    for (const refused of [
      { rule: "badLines", days: 6 },
      { rule: "badLines", days: 366 },
      { rule: "audit", days: 30 },
    ])
      expect(changeRetentionSchema.safeParse(refused).success).toBe(false);
  });

  it("is asked for by the sweep until it was done", async () => {
    await keepHouse();
    expect(await waitingJobs("retention.enforce")).toEqual([{}]);
    await enforceRetention();
    await pool().query("DELETE FROM pgboss.job WHERE name = 'retention.enforce'");
    await keepHouse();
    expect(await waitingJobs("retention.enforce")).toEqual([]);
  });

  it("is an administrator's to change", async ({ contributor }) => {
    await expect(changeRetention(contributor, { rule: "badLines", days: 30 })).rejects.toThrow(
      "privacy:erase",
    );
    await expect(getRetention(contributor)).rejects.toThrow("privacy:erase");
  });
});
