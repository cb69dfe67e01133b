// npm run bench:segment: what a segment of three conditions takes, beside a count of the same people written by hand.
import { parseArgs } from "node:util";
import type { UserActor } from "@/lib/auth/current-actor";
import { prisma } from "@/lib/db";
import { valueOf } from "@/lib/sample/value-of";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { saveSegment } from "@/lib/segments/save-segment";
import { brokenSegmentBounds } from "./bounds";
import { addAdministrator, makeFolder, openInstallation, settleDatabase } from "./support/installation";
import { changePeople, makePeople } from "./support/people";
import { runBench, say } from "./support/run-bench";
import { bareCount, buyersOf, liveCountP95 } from "./support/segment-of-buyers";

async function makeSegment(actor: UserActor): Promise<string> {
  return valueOf(await saveSegment(actor, { name: "Buyers", definition: buyersOf() })).segmentId;
}

async function timeRefresh(segmentId: string): Promise<{ seconds: number; members: number }> {
  const startedAt = performance.now();
  await refreshSegment(segmentId);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { members } = await prisma().segment.findUniqueOrThrow({ where: { id: segmentId } });
  return { seconds, members };
}

const rounded = (value: number) => Math.round(value * 1_000) / 1_000;

await runBench(async () => {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { profiles: text, seed: text } });
  const profiles = Number(values.profiles ?? "1000000");
  await openInstallation(makeFolder("bench-segment"), {});
  const actor = await addAdministrator();
  await makePeople(profiles, values.seed ?? "segment");
  const segmentId = await makeSegment(actor);
  await settleDatabase();
  const bare = await bareCount();
  const first = await timeRefresh(segmentId);
  const match = first.members / profiles;
  say(`${first.members} members of ${profiles} profiles; the first refresh took ${rounded(first.seconds)} s`);
  await changePeople({ changed: Math.round(profiles / 1_000), leavers: 0 });
  await settleDatabase();
  const again = await timeRefresh(segmentId);
  say(`After a thousandth of the people changed a refresh took ${rounded(again.seconds)} s`);
  const liveCountP95Ms = await liveCountP95(actor);
  const seconds = rounded(Math.max(first.seconds, again.seconds));
  const sqlSeconds = rounded(bare.seconds);
  const figures = { profiles, seconds, sqlSeconds, ratio: rounded(seconds / sqlSeconds), liveCountP95Ms };
  const broken = brokenSegmentBounds(figures);
  if (bare.people !== first.members)
    broken.push(`${first.members} members, but ${bare.people} were counted by hand.`);
  if (match < 0.08 || match > 0.12) broken.push(`${first.members} members are not a tenth of ${profiles}.`);
  return { figures, broken };
});
