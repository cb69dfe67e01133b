import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import { keepHouse } from "@/lib/housekeeping";
import { retryUnification } from "@/lib/profiles/retry-unification";
import { getUnification } from "@/lib/profiles/unification";
import { unifyAnew } from "@/lib/profiles/unify-anew";
import { orderSources } from "@/lib/sources/order-sources";
import { holdLock } from "../support/hold-lock";
import { allProfiles, importFile, valueOf } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { it } from "../support/workspace";

/** Two sources that differ about 1, and that each know somebody else. */
async function addTwo(actor: UserActor): Promise<[string, string]> {
  const webshop = await importFile(actor, "Id,City,Name\n1,Győr,Anna\n2,Vác,Béla\n", {
    key: "Id",
    name: "Webshop",
  });
  const loyalty = await importFile(actor, "Id,City,Plan\n1,Pécs,gold\n3,Eger,silver\n", {
    key: "Id",
    name: "Loyalty",
  });
  return [webshop.sourceId, loyalty.sourceId];
}

const orderNow = async () =>
  (await prisma().source.findMany({ orderBy: { position: "asc" } })).map(({ id }) => id);

describe("the order of sources", () => {
  it("decides whose value counts, once a worker brought profiles and order together", async ({
    contributor,
  }) => {
    const [webshop, loyalty] = await addTwo(contributor);
    const before = await allProfiles();
    valueOf(await orderSources(contributor, { sourceIds: [loyalty, webshop] }));
    expect(await allProfiles()).toEqual(before);
    expect(await orderNow()).toEqual([webshop, loyalty]);
    expect(await getUnification(contributor)).toMatchObject({
      status: "queued",
      sourceOrder: [loyalty, webshop],
    });
    await unifyAnew();
    expect(await allProfiles()).toEqual({
      1: { id: "1", city: "Pécs", name: "Anna", plan: "gold" },
      2: before[2],
      3: before[3],
    });
    expect(await orderNow()).toEqual([loyalty, webshop]);
    expect(await getUnification(contributor)).toEqual({
      status: "done",
      profilesDone: 1,
      profilesTotal: 1,
      sourceOrder: [],
    });
  });

  it("is asked of one worker, once, with a line in the audit", async ({ contributor }) => {
    const [webshop, loyalty] = await addTwo(contributor);
    valueOf(await orderSources(contributor, { sourceIds: [loyalty, webshop] }));
    valueOf(await orderSources(contributor, { sourceIds: [webshop, loyalty] }));
    expect(await waitingJobs("profiles.unify")).toEqual([{}]);
    expect(await prisma().auditEvent.count({ where: { action: "source.order" } })).toBe(2);
    await unifyAnew();
    expect(await orderNow()).toEqual([webshop, loyalty]);
  });

  it("is refused where sources came or went meanwhile", async ({ contributor }) => {
    const [webshop] = await addTwo(contributor);
    expect(await orderSources(contributor, { sourceIds: [webshop] })).toMatchObject({
      code: "sources_changed",
    });
    expect(await getUnification(contributor)).toBeNull();
  });

  it("is not lost where another was asked for while the first was being applied", async ({ contributor }) => {
    const [webshop, loyalty] = await addTwo(contributor);
    valueOf(await orderSources(contributor, { sourceIds: [loyalty, webshop] }));
    await using held = await holdLock("UPDATE source SET name = name");
    const unifying = unifyAnew();
    await held.untilBlocked();
    valueOf(await orderSources(contributor, { sourceIds: [webshop, loyalty] }));
    await held.release();
    await unifying;
    expect(await orderNow()).toEqual([loyalty, webshop]);
    expect(await getUnification(contributor)).toMatchObject({
      status: "queued",
      sourceOrder: [webshop, loyalty],
    });
    await unifyAnew();
    expect(await orderNow()).toEqual([webshop, loyalty]);
  });

  it("changes nothing where the work breaks, and is given up after five times", async ({ contributor }) => {
    const [webshop, loyalty] = await addTwo(contributor);
    valueOf(await orderSources(contributor, { sourceIds: [loyalty, webshop] }));
    const before = await allProfiles();
    await pool().query(
      "ALTER TABLE profile ADD CONSTRAINT broken CHECK (attributes->>'city' <> 'Pécs') NOT VALID",
    );
    try {
      for (let attempt = 1; attempt <= 5; attempt++) await expect(unifyAnew()).rejects.toThrow("broken");
    } finally {
      await pool().query("ALTER TABLE profile DROP CONSTRAINT broken");
    }
    expect(await allProfiles()).toEqual(before);
    expect(await orderNow()).toEqual([webshop, loyalty]);
    expect(await getUnification(contributor)).toMatchObject({ status: "failed" });
    valueOf(await retryUnification(contributor));
    await unifyAnew();
    expect(await orderNow()).toEqual([loyalty, webshop]);
  });

  it("is taken up again where a worker died, by the sweep", async ({ contributor }) => {
    const [webshop, loyalty] = await addTwo(contributor);
    valueOf(await orderSources(contributor, { sourceIds: [loyalty, webshop] }));
    await pool().query("DELETE FROM pgboss.job");
    await pool().query(
      "UPDATE unification SET status = 'running', heartbeat_at = now() - interval '2 minutes'",
    );
    await keepHouse();
    expect(await waitingJobs("profiles.unify")).toEqual([{}]);
    await unifyAnew();
    expect(await orderNow()).toEqual([loyalty, webshop]);
  });
});
