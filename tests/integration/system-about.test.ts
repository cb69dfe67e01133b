import { expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { announceIncident } from "@/lib/notifications/announce-incident";
import { getInbox } from "@/lib/notifications/queries";
import { tellOfRetirement } from "@/lib/notifications/tell-of-retirement";
import { getAbout } from "@/lib/system/about";
import { announcePresence } from "@/worker/presence";
import { it } from "../support/workspace";

it("About tells everybody of versions, the database, and the workers that are alive", async ({ viewer }) => {
  await pool().query(
    `INSERT INTO worker_process (id, host, pid, seen_at) VALUES (gen_random_uuid(), 'gone', 1, now() - interval '31 seconds')`,
  );
  const leave = await announcePresence();
  const about = await getAbout(viewer, new Date("2026-11-27T12:00:00Z"));
  expect(about.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(about.database.version).toMatch(/^\d+/);
  expect(about.database.bytes).toBeGreaterThan(1_000_000);
  expect(about.workers).toMatchObject([{ pid: process.pid, version: about.version }]);
  expect(about.apis).toMatchObject([
    { label: "Klaviyo", revision: "2026-07-15", endsOn: "2028-07-15", daysLeft: 596, isNear: false },
  ]);
  await leave();
  expect((await getAbout(viewer, new Date())).workers).toEqual([]);
});

it("administrators are told ninety days before an API revision retires, once", async ({
  administrator,
  contributor,
}) => {
  await tellOfRetirement(new Date("2028-04-15T00:00:00Z"));
  expect(await prisma().incident.count()).toBe(0);
  await tellOfRetirement(new Date("2028-04-17T00:00:00Z"));
  await tellOfRetirement(new Date("2028-05-01T00:00:00Z"));
  const [incident] = await prisma().incident.findMany();
  await announceIncident(incident?.id ?? "");
  const { items } = await getInbox(administrator, "all");
  expect(items.map(({ told }) => [told.kind, told.params])).toEqual([
    ["revision_retires", { name: "Klaviyo", revision: "2026-07-15", endsOn: "2028-07-15" }],
  ]);
  expect((await getInbox(contributor, "all")).items).toEqual([]);
  // A newer Ferry speaks a revision that stays.
  await tellOfRetirement(new Date("2027-01-01T00:00:00Z"));
  expect(await prisma().incident.count({ where: { resolvedAt: null } })).toBe(0);
});
