import { expect, it } from "vitest";
import { pool, prisma } from "@/lib/db";
import { installSample } from "@/lib/sample/install-sample";
import { countSample, removeSample } from "@/lib/sample/remove-sample";

const administrator = {
  kind: "user",
  id: "00000000-0000-7000-8000-000000000001",
  role: "administrator",
} as const;

it("brings 5,000 customers with good and bad addresses and three refreshed segments, and removes all of it at once", async () => {
  await installSample(new Date("2026-11-23T12:00:00Z"));
  expect(await countSample(administrator)).toEqual({
    sources: 1,
    segments: 3,
    customers: 5000,
    connections: 0,
    exports: 0,
  });
  const { rows } = await pool().query(
    `SELECT count(*) FILTER (WHERE NOT attributes ? 'e_mail')::int AS missing,
            count(*) FILTER (WHERE attributes->>'e_mail' !~ '^[^@ ]+@[^@ ]+[.][a-z]+$')::int AS malformed,
            (count(attributes->>'e_mail') - count(DISTINCT lower(attributes->>'e_mail')))::int AS repeated
     FROM profile`,
  );
  expect(rows[0].missing).toBeGreaterThan(100);
  expect(rows[0].malformed).toBeGreaterThan(100);
  expect(rows[0].repeated).toBeGreaterThan(50);
  const segments = await prisma().segment.findMany();
  for (const segment of segments) {
    expect(segment.refreshStatus).toBe("ready");
    expect(segment.members).toBeGreaterThan(100);
  }

  await installSample(new Date());
  expect(await prisma().source.count()).toBe(1);

  expect(await removeSample(administrator)).toEqual({ ok: true, value: null });
  expect(await prisma().profile.count()).toBe(0);
  expect(await prisma().segment.count()).toBe(0);
  expect(await removeSample(administrator)).toMatchObject({ ok: false, code: "sample_gone" });
});
