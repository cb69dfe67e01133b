import { describe, expect } from "vitest";
import { inSqlTransaction, pool, prisma } from "@/lib/db";
import { enqueue } from "@/lib/jobs/enqueue";
import { noteAsked } from "@/lib/segments/open-refresh";
import { applyMigrations } from "@/lib/migrations";
import { ask, emptyDatabase } from "../support/empty-database";
import { addSegment } from "../support/exports";
import { allProfiles, beginImport, countTraces, findImport } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { runScript, startScript, testSettings } from "../support/run-script";
import { it } from "../support/workspace";

const segmentId = "00000000-0000-7000-8000-000000000001";
const invite = (key?: string) =>
  prisma().$transaction((tx) => enqueue(tx, "segment.refresh", { segmentId }, { key }));
const worker = "worker/main.ts";
const env = () => ({ ...testSettings(), LOG_LEVEL: "info", FERRY_PROCESS: "worker" });

describe("an invitation", () => {
  it("is gone with the transaction that was rolled back", async () => {
    const failing = prisma().$transaction(async (tx) => {
      await enqueue(tx, "segment.refresh", { segmentId });
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    expect(await waitingJobs("segment.refresh")).toEqual([]);
    await invite();
    expect(await waitingJobs("segment.refresh")).toEqual([{ segmentId }]);
  });

  it("can be the first of its process while transactions hold every connection of the pool", async () => {
    (globalThis as { ferrySender?: unknown }).ferrySender = undefined;
    const together = Array.from({ length: 4 }, (_, index) =>
      inSqlTransaction((client) => enqueue(client, "segment.refresh", { segmentId }, { key: `${index}` })),
    );
    await Promise.all(together);
    expect(await waitingJobs("segment.refresh")).toHaveLength(4);
  });

  it("waits once for a key, also when many invite at once, and beside other keys", async () => {
    await invite("one");
    await Promise.all(["one", "one", "one", "two"].map(invite));
    expect(await waitingJobs("segment.refresh")).toHaveLength(2);
  });

  it("may be made anew once the one before is being worked on", async () => {
    await invite("one");
    await pool().query("UPDATE pgboss.job SET state = 'active'");
    await invite("one");
    expect(await waitingJobs("segment.refresh")).toEqual([{ segmentId }]);
  });

  it("with a wrong payload is refused where it is made", async () => {
    const wrong = prisma().$transaction((tx) => enqueue(tx, "segment.refresh", { segmentId: "Mr Secret" }));
    await expect(wrong).rejects.toThrow();
    expect(await waitingJobs("segment.refresh")).toEqual([]);
  });
});

describe("a worker process", () => {
  it("takes up an import, finishes it, and ends in good order when it is asked to", async ({
    contributor,
  }) => {
    const { importId } = await beginImport(contributor, "Id,Name\n1,Ann\n2,Ben\n", { key: "Id" });
    const process = startScript(worker, { env: env() });
    await process.said("the worker is ready");
    expect(await prisma().workerProcess.count({ where: { pid: process.child.pid } })).toBe(1);
    await expect
      .poll(async () => (await findImport(importId)).status, { timeout: 20_000 })
      .toBe("successful");
    expect(Object.keys(await allProfiles())).toEqual(["1", "2"]);
    process.child.kill("SIGTERM");
    expect(await process.ended).toMatchObject({ code: 0, signal: null });
    expect(await prisma().workerProcess.count()).toBe(0);
    expect(await countTraces()).toMatchObject({ uploads: 0, staging: 0 });
    expect(process.output()).not.toContain("Ann");
  });

  it("keeps what a database's error quotes out of the queue", async () => {
    const refreshedId = await addSegment("Readers");
    await pool().query(`CREATE FUNCTION complain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'anna is there already' USING DETAIL = 'Key (email)=(anna@example.com)'; END $$`);
    await pool().query(
      "CREATE TRIGGER complains BEFORE UPDATE ON segment FOR EACH ROW EXECUTE FUNCTION complain()",
    );
    await noteAsked(pool(), [refreshedId], { reason: "data" });
    await prisma().$transaction((tx) => enqueue(tx, "segment.refresh", { segmentId: refreshedId }));
    const process = startScript(worker, { env: env() });
    const outputOf = async () => {
      const { rows } = await pool().query<{ id: string; output: object }>(
        "SELECT id, output FROM pgboss.job WHERE name = 'segment.refresh' AND output IS NOT NULL",
      );
      return rows[0] ?? null;
    };
    await expect.poll(outputOf, { timeout: 20_000 }).not.toBeNull();
    const job = await outputOf();
    process.child.kill("SIGTERM");
    await process.ended;
    await pool().query("DROP FUNCTION complain CASCADE");
    expect(JSON.stringify(job?.output)).toContain(`under job ${job?.id}`);
    expect(JSON.stringify(job?.output)).not.toMatch(/anna/i);
  });

  it("refuses a database whose schema is not its own", async () => {
    const url = await emptyDatabase();
    const { code, output } = await runScript(worker, { env: { ...env(), DATABASE_URL: url } });
    expect(code).toBe(1);
    expect(output).toMatch(
      /The database lacks \d+ migration\(s\), from \d+_foundation on\. Run .+npm run migrate/,
    );
  });

  it("refuses a database of the other mode", async () => {
    const url = await emptyDatabase();
    await applyMigrations(url);
    await ask(url, "INSERT INTO installation (mode) VALUES ('practice')");
    const live = { ...env(), DATABASE_URL: url, FERRY_MODE: "live" };
    const { code, output } = await runScript(worker, { env: live });
    expect(code).toBe(1);
    expect(output).toContain("belongs to a practice installation");
  });
});
