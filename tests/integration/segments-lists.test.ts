import { parse } from "csv-parse/sync";
import { describe, expect } from "vitest";
import type { Actor } from "@/lib/auth/permissions";
import { pool, prisma } from "@/lib/db";
import type { Download } from "@/lib/download";
import { Forbidden, NotFound } from "@/lib/errors";
import { keepHouse } from "@/lib/housekeeping";
import { enforceRetention } from "@/lib/retention/enforce-retention";
import { downloadMembers } from "@/lib/segments/download-members";
import { downloadUnknown } from "@/lib/segments/member-lists/download-unknown";
import { getMemberList } from "@/lib/segments/member-lists/queries";
import { readMemberList } from "@/lib/segments/member-lists/read-member-list";
import { saveMemberList } from "@/lib/segments/member-lists/save-member-list";
import { startMemberList } from "@/lib/segments/member-lists/start-member-list";
import { refreshAllSegments } from "@/lib/segments/refresh-all-segments";
import { refreshSegment } from "@/lib/segments/refresh-segment";
import { setSegmentKind } from "@/lib/segments/set-segment-kind";
import { plainCsv } from "@/lib/sources/csv/collect-items";
import { addSegment } from "../support/exports";
import { upload, valueOf } from "../support/imports";
import { waitingJobs } from "../support/jobs";
import { addPeople, memberKeys } from "../support/people";
import { addUser, it as base } from "../support/workspace";

const it = base.extend<{ people: void }>({
  people: [
    async ({ contributor: _ }, use) => {
      await prisma().field.createMany({
        data: [
          { key: "email", name: "E-mail", type: "text", meaning: "email" },
          { key: "city", name: "City", type: "text", meaning: "city" },
        ],
      });
      await addPeople({
        ann: { email: "Ann@Example.com", city: "=1+1" },
        bea: { email: "ann@example.com " },
        cid: { email: "cid@example.com", city: "Pécs; Győr" },
        dot: { city: "Vác" },
      });
      await use();
    },
    { auto: true },
  ],
});

const byAddress = { column: "mail", field: "email" };

async function start(actor: Actor, content: string, by: { column: string; field: string | null }) {
  const uploadId = await upload(actor, content);
  return valueOf(await startMemberList(actor, { uploadId, format: plainCsv, ...by })).listId;
}

async function read(actor: Actor, content: string, by: { column: string; field: string | null }) {
  const listId = await start(actor, content, by);
  await readMemberList(listId);
  return getMemberList(actor, { listId });
}

async function textOf({ pieces }: Download): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

const rowsOf = (text: string) => parse(text, { bom: true }) as string[][];

describe("a list of addresses", () => {
  it("finds everybody with an address as runs compare them, and tells unknown, repeated and empty lines", async ({
    contributor,
  }) => {
    const content =
      "no,mail\n1,ANN@EXAMPLE.COM\n2,ｃｉｄ@example.com\n3,nobody@example.com\n4,cid@example.com\n5,\n";
    const list = await read(contributor, content, byAddress);
    expect(list).toMatchObject({
      status: "ready",
      matched: 2,
      unknown: 1,
      repeated: 1,
      unreadable: 1,
      members: 3,
    });
    expect(rowsOf(await textOf(await downloadUnknown(contributor, { listId: list.id })))).toEqual([
      ["line", "mail"],
      ["4", "nobody@example.com"],
    ]);
    expect(await prisma().upload.count()).toBe(0);

    const saved = valueOf(await saveMemberList(contributor, { listId: list.id, name: "From a list" }));
    expect(saved.members).toBe(3);
    expect(await memberKeys(saved.segmentId)).toEqual(["ann", "bea", "cid"]);
    const segment = await prisma().segment.findUniqueOrThrow({ where: { id: saved.segmentId } });
    expect(segment).toMatchObject({ kind: "static", members: 3, refreshStatus: "ready", definition: null });
    expect(await prisma().memberListUnknown.count()).toBe(0);
    const [event] = await prisma().auditEvent.findMany({ where: { action: "segment.import" } });
    expect(event?.details).toEqual({ members: 3 });
  });

  it("stays as it is when everything is refreshed, and cannot be made dynamic", async ({ contributor }) => {
    const { id } = await read(contributor, "mail\ncid@example.com\n", byAddress);
    const { segmentId } = valueOf(await saveMemberList(contributor, { listId: id, name: "Cid" }));
    valueOf(await refreshAllSegments(contributor));
    await refreshSegment(segmentId);
    expect(await memberKeys(segmentId)).toEqual(["cid"]);
    expect(await setSegmentKind(contributor, { segmentIds: [segmentId], kind: "dynamic" })).toMatchObject({
      code: "segment_without_rules",
    });
  });
});

describe("a list of keys", () => {
  it("finds exactly those keys", async ({ contributor }) => {
    const list = await read(contributor, "key,name\nann,x\nANN,y\ndot,z\n", { column: "key", field: null });
    expect(list).toMatchObject({ matched: 2, unknown: 1, members: 2 });
  });

  it("counts a line that cannot be read, and fails as a whole by what is wrong with the file", async ({
    contributor,
  }) => {
    const by = { column: "key", field: null };
    expect(await read(contributor, 'key,name\nann,x\n"broken,y\n', by)).toMatchObject({
      status: "ready",
      matched: 1,
      unreadable: 1,
    });
    expect(await read(contributor, "key\n", by)).toMatchObject({
      status: "failed",
      problem: { code: "header_only" },
    });
    expect(await read(contributor, "other\nann\n", by)).toMatchObject({
      status: "failed",
      problem: { code: "no_header" },
    });
  });

  it("of 30,000 lines is read in one pass and saved whole", async ({ contributor }) => {
    await pool().query(
      "INSERT INTO profile (key, attributes, search) SELECT 'k' || n, '{}', '' FROM generate_series(1, 20000) n",
    );
    const lines = Array.from({ length: 30_000 }, (_, index) => `k${index + 1}`);
    const list = await read(contributor, `key\n${lines.join("\n")}\n`, { column: "key", field: null });
    expect(list).toMatchObject({ matched: 20_000, unknown: 10_000, members: 20_000 });
    const unknown = await textOf(await downloadUnknown(contributor, { listId: list.id }));
    expect(rowsOf(unknown)).toHaveLength(10_001);
  });
});

describe("saving a list", () => {
  it("refuses a taken name, keeps the list, and of two who save at once lets one", async ({
    contributor,
  }) => {
    const { id: listId } = await read(contributor, "mail\ncid@example.com\n", byAddress);
    await addSegment("Taken");
    expect(await saveMemberList(contributor, { listId, name: "Taken" })).toMatchObject({
      fields: { name: { code: "name_taken" } },
    });
    const both = await Promise.allSettled(
      ["One", "Two"].map((name) => saveMemberList(contributor, { listId, name })),
    );
    const made = both.filter((one) => one.status === "fulfilled" && one.value.ok);
    expect(made).toHaveLength(1);
    expect(await prisma().segment.count()).toBe(2);
  });

  it("refuses one that is not read yet, and one that names nobody", async ({ contributor }) => {
    const waiting = await start(contributor, "mail\ncid@example.com\n", byAddress);
    expect(await saveMemberList(contributor, { listId: waiting, name: "A" })).toMatchObject({
      code: "list_not_ready",
    });
    const { id: listId } = await read(contributor, "mail\nnobody@example.com\n", byAddress);
    expect(await saveMemberList(contributor, { listId, name: "A" })).toMatchObject({
      code: "list_without_members",
    });
    expect(await prisma().segment.count()).toBe(0);
  });

  it("is its uploader's alone", async ({ contributor, administrator }) => {
    const { id: listId } = await read(contributor, "mail\ncid@example.com\n", byAddress);
    await expect(getMemberList(administrator, { listId })).rejects.toThrow(NotFound);
    await expect(saveMemberList(administrator, { listId, name: "A" })).rejects.toThrow(NotFound);
    await expect(downloadUnknown(await addUser("contributor"), { listId })).rejects.toThrow(NotFound);
    const uploadId = await upload(contributor, "mail\n1\n");
    await expect(
      startMemberList(administrator, { uploadId, format: plainCsv, ...byAddress }),
    ).rejects.toThrow(NotFound);
    expect(
      await startMemberList(contributor, { uploadId, format: plainCsv, column: "mail", field: "city" }),
    ).toMatchObject({ fields: { field: { code: "choose_address_field" } } });
  });
});

describe("a worker that died with a list", () => {
  it("leaves nothing of it, and the next one reads it whole", async ({ contributor }) => {
    const listId = await start(contributor, "mail\ncid@example.com\n", byAddress);
    await prisma().memberList.update({
      where: { id: listId },
      data: { status: "reading", attempts: 1, heartbeatAt: new Date(Date.now() - 120_000) },
    });
    await pool().query("DELETE FROM pgboss.job");
    await keepHouse();
    expect(await waitingJobs("segment.list")).toEqual([{ listId }]);
    await Promise.all([readMemberList(listId), readMemberList(listId)]);
    expect(await getMemberList(contributor, { listId })).toMatchObject({ status: "ready", members: 1 });
    await prisma().memberList.update({ where: { id: listId }, data: { createdAt: new Date(0) } });
    await keepHouse();
    expect(await prisma().memberListPerson.count()).toBe(0);
  });
});

describe("downloading members", () => {
  it("streams every field, safe for spreadsheets, and is written down with the count", async ({
    contributor,
    viewer,
  }) => {
    const segmentId = await addSegment("Two", ["ann", "cid"]);
    const file = await downloadMembers(contributor, { segmentId });
    expect(rowsOf(await textOf(file))).toEqual([
      ["customer_key", "E-mail", "City"],
      ["ann", "Ann@Example.com", "'=1+1"],
      ["cid", "cid@example.com", "Pécs; Győr"],
    ]);
    const [event] = await prisma().auditEvent.findMany({ where: { action: "segment.download" } });
    expect(event?.details).toEqual({ members: 2, fields: 2 });
    await expect(downloadMembers(viewer, { segmentId })).rejects.toThrow(Forbidden);
    expect(await prisma().auditEvent.count({ where: { action: "segment.download" } })).toBe(1);
  });

  it("of more people than are read at once misses nobody", async ({ contributor }) => {
    await pool().query(
      "INSERT INTO profile (key, attributes, search) SELECT 'k' || n, '{}', '' FROM generate_series(1, 2500) n",
    );
    const keys = Array.from({ length: 2_500 }, (_, index) => `k${index + 1}`);
    const segmentId = await addSegment("Many", keys);
    const rows = rowsOf(await textOf(await downloadMembers(contributor, { segmentId })));
    expect(new Set(rows.slice(1).map(([key]) => key))).toEqual(new Set(keys));
  });
});

describe("the trend of years", () => {
  it("is thinned out to the last count of each day, and ends", async ({ contributor: _ }) => {
    const segmentId = await addSegment("Old");
    const put = (days: number, hour: number, members: number) =>
      pool().query(
        `INSERT INTO segment_count VALUES ($1, date_trunc('day', now(), 'UTC') - make_interval(days => $2) + make_interval(hours => $3), $4)`,
        [segmentId, days, hour, members],
      );
    for (const [days, hour, members] of [
      [800, 3, 1],
      [40, 3, 2],
      [40, 9, 3],
      [39, 0, 4],
      [2, 3, 5],
      [2, 9, 6],
    ] as const)
      await put(days, hour, members);
    await enforceRetention();
    const left = await prisma().segmentCount.findMany({ orderBy: { at: "asc" } });
    expect(left.map(({ members }) => members)).toEqual([3, 4, 5, 6]);
  });
});
