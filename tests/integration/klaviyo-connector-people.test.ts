import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createBlockWriter, toBlock } from "@/lib/destinations/record-block";
import { DestinationFailure, type FailureReport } from "@/lib/destinations/destination-failure";
import { openAgent } from "@/lib/destinations/open-agent";
import { requireDestination } from "@/lib/destinations/registry";
import type {
  Channel,
  DestinationIo,
  EncodedRecord,
  MappedPerson,
  RecordError,
} from "@/lib/destinations/types";
import { openEmulator, testAccount, type TestEmulator } from "../support/emulator.ts";

const klaviyo = requireDestination("klaviyo");
let emulator: TestEmulator;
let agent: ReturnType<typeof openAgent>;
let channel: Channel;
beforeEach(async () => {
  emulator = await openEmulator();
  agent = openAgent();
  channel = open();
});
afterEach(async () => {
  await agent.destroy();
  await emulator.stop();
});

const open = (change: Partial<DestinationIo> = {}): Channel =>
  klaviyo.open(
    { kind: "key", key: testAccount.key },
    { address: emulator.url, dispatcher: agent, clock: emulatorNow, random: Math.random, ...change },
  );
const emulatorNow = () => Date.parse("2026-10-01T08:00:00Z");
const target = () => ({ listId: emulator.listId });
const encode = (person: Partial<MappedPerson>): EncodedRecord => {
  const encoded = klaviyo.encode({ fields: {}, properties: {}, unset: [], ...person });
  if (!encoded.ok) throw new Error(encoded.code);
  return encoded.record;
};
const people = (count: number, prefix = "person-") =>
  Array.from({ length: count }, (_, index) => encode({ fields: { email: `${prefix}${index}@example.com` } }));
const letJobsEnd = () => emulator.control.stepClock(60_000);
const find = (email: string) =>
  [...emulator.control.profiles(testAccount.id)].find((each) => each.email === email);

async function reportOf(work: Promise<unknown>): Promise<FailureReport> {
  const error = await work.then(
    () => new Error("nothing was thrown"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DestinationFailure)) throw error;
  return error.report;
}

async function collect<Item>(pages: AsyncIterable<Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

describe("lists", () => {
  const seedLists = (count: number) =>
    emulator.control.seed({
      accounts: [
        {
          id: testAccount.id,
          lists: Array.from({ length: count }, (_, index) => ({
            name: `List ${String(index).padStart(3, "0")}`,
          })),
        },
      ],
    });

  test("are searched over all pages, by a part of the name or the whole id", async () => {
    seedLists(60);
    expect((await channel.lists.search("list 05", null)).lists.map((list) => list.name)).toEqual(
      Array.from({ length: 10 }, (_, index) => `List 05${index}`),
    );
    expect(await channel.lists.search("news", null)).toEqual({
      lists: [{ id: emulator.listId, name: "Newsletter" }],
      cursor: null,
    });
    expect((await channel.lists.search(` ${emulator.listId} `, null)).lists).toHaveLength(1);
    expect(await channel.lists.search("nothing like it", null)).toEqual({ lists: [], cursor: null });
  });

  test("come in portions when there are many, and a cursor goes on", async () => {
    seedLists(230);
    const names: string[] = [];
    let searches = 0;
    for (let cursor: string | null = null; searches === 0 || cursor !== null; searches++) {
      const page = await channel.lists.search("", cursor);
      names.push(...page.lists.map((list) => list.name));
      cursor = page.cursor;
    }
    expect(new Set(names).size).toBe(231);
    expect(names).toHaveLength(231);
    expect(searches).toBe(12);
    emulator.control.clearLog();
    const sparse = await channel.lists.search("newsletter", null);
    expect(emulator.control.log()).toHaveLength(20);
    expect((await channel.lists.search("newsletter", sparse.cursor)).lists).toHaveLength(1);
  });

  test("links that name a.klaviyo.com are not followed there", async () => {
    seedLists(30);
    emulator.control.setSwitches({ linksHost: "klaviyo", prevOnFirstPage: true, nextOnLastPage: "absent" });
    expect((await channel.lists.search("news", null)).lists).toHaveLength(1);
    expect(emulator.control.log()).toHaveLength(4);
  });

  test("links that name anybody else are not followed there either", async () => {
    const elsewhere = await openEmulator();
    emulator.fault({
      count: 1,
      do: { kind: "rewrite", set: { "links.next": `${elsewhere.url}/api/lists?page[cursor]=x` } },
    });
    await reportOf(channel.lists.search("zzz", null));
    expect(elsewhere.control.log()).toEqual([]);
    await elsewhere.stop();
  });

  test("one is found by its id, in its case", async () => {
    expect(await channel.lists.get(emulator.listId)).toEqual({ id: emulator.listId, name: "Newsletter" });
    expect(await channel.lists.get("NOPE01")).toBeNull();
    emulator.control.setSwitches({ malformedId: "400" });
    expect(await channel.lists.get("not an id/..?#")).toBeNull();
  });

  test("one is created once, and found the next time", async () => {
    const name = 'Spring "2026" & más, áé+';
    const first = await channel.lists.create(name);
    expect(first).toMatchObject({ state: "created", list: { name } });
    expect(await channel.lists.create(name)).toEqual({ state: "exists", list: first.list });
  });

  test("a creation whose answer is lost is ambiguous, and trying again finds it", async () => {
    emulator.fault({ count: 1, match: { method: "POST" }, do: { kind: "reset", at: "afterCommit" } });
    expect(await reportOf(channel.lists.create("New"))).toMatchObject({ kind: "ambiguous" });
    expect((await channel.lists.create("New")).state).toBe("exists");
  });
});

describe("submitting", () => {
  test("is accepted, then processed, then done: everybody is on the list with what was sent", async () => {
    const rich = encode({
      fields: {
        email: " Anna+1@Example.com ",
        first_name: "Anna",
        phone_number: "+36 30 123 4567",
        "location.city": "Győr",
      },
      properties: { Points: 5, Code: "007", "Favourite colour": "red" },
    });
    const submission = await channel.submit(target(), toBlock([rich, ...people(2)]));
    expect(submission).toMatchObject({ state: "pending", ticket: { createdAtMs: emulatorNow() } });
    expect(emulator.emails()).toEqual([]);
    const { ticket } = submission;
    expect((await channel.check([ticket])).get(ticket.id)).toMatchObject({
      state: "pending",
      counts: { total: 3, unconfirmed: 3 },
    });
    await letJobsEnd();
    expect((await channel.check([ticket])).get(ticket.id)).toEqual({
      state: "done",
      counts: { total: 3, accepted: 3, rejected: 0, unconfirmed: 0 },
    });
    expect(emulator.emails()).toEqual(["anna+1@example.com", "person-0@example.com", "person-1@example.com"]);
    expect(find("anna+1@example.com")).toMatchObject({
      first_name: "Anna",
      phone_number: "+36301234567",
      properties: { Points: 5, Code: "007", "Favourite colour": "red" },
    });
    expect(await collect(channel.rowErrors(ticket))).toEqual([]);
  });

  test("a property that emptied is unset, and the others stay", async () => {
    const fields = { email: "anna@example.com" };
    await channel.submit(target(), toBlock([encode({ fields, properties: { Old: 1, Kept: 2 } })]));
    await letJobsEnd();
    await channel.submit(target(), toBlock([encode({ fields, unset: ["Old"] })]));
    await letJobsEnd();
    expect(find("anna@example.com")?.properties).toEqual({ Kept: 2 });
  });

  test("full bodies are taken: 10,000 small ones, and as many large ones as bytes allow", async () => {
    const many = people(10_001);
    const large = Array.from({ length: 60 }, (_, index) =>
      encode({ fields: { email: `big-${index}@example.com` }, properties: { Text: "ű".repeat(45_000) } }),
    );
    const sizes: number[] = [];
    for (let rest = [...many, ...large]; rest.length > 0; rest = rest.slice(sizes.at(-1))) {
      const writer = createBlockWriter(klaviyo.limits);
      rest.every((record) => writer.add(record));
      const block = writer.finish();
      sizes.push(block.count);
      await channel.submit(target(), block);
    }
    expect(sizes).toEqual([10_000, 50, 11]);
    await letJobsEnd();
    expect(emulator.emails()).toHaveLength(10_061);
  });

  test("a body that is too large says so, by 413 or by 400", async () => {
    const large = Array.from({ length: 60 }, (_, index) =>
      encode({ fields: { email: `big-${index}@example.com` }, properties: { Text: "x".repeat(90_000) } }),
    );
    for (const oversizeBody of ["413", "400"] as const) {
      emulator.control.setSwitches({ oversizeBody });
      expect(await reportOf(channel.submit(target(), toBlock(large)))).toMatchObject({
        kind: "too_large",
        status: Number(oversizeBody),
      });
    }
    await expect(channel.submit(target(), toBlock(people(10_001)))).rejects.toThrow(RangeError);
    await expect(channel.submit(target(), toBlock([]))).rejects.toThrow(RangeError);
  });

  test("rows that are refused are named, and the others go when sent again", async () => {
    emulator.fault({ count: 1, do: { kind: "rejectRows", rows: [3, 17] } });
    const records = people(20);
    const report = await reportOf(channel.submit(target(), toBlock(records)));
    if (report.kind !== "invalid_rows") throw new Error(report.kind);
    expect(report.rows.map((row) => row.index)).toEqual([3, 17]);
    expect(report.rows[0]).toMatchObject({ code: "invalid", detail: "Invalid input", field: "email" });
    const refused = new Set(report.rows.map((row) => row.index));
    await channel.submit(target(), toBlock(records.filter((_, index) => !refused.has(index))));
    await letJobsEnd();
    expect(emulator.emails()).toHaveLength(18);
  });

  test("every row refused, ten thousand of them, is still read", async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => index);
    emulator.fault({ do: { kind: "rejectRows", rows } });
    const report = await reportOf(channel.submit(target(), toBlock(people(10_000))));
    expect(report.kind === "invalid_rows" && report.rows.length).toBe(10_000);
  });

  test("what Ferry's rule takes, the narrow rule may refuse, row by row", async () => {
    emulator.control.setSwitches({ emailRule: "segment" });
    const records = [...people(1), encode({ fields: { email: "o'brien@example.com" } })];
    expect(await reportOf(channel.submit(target(), toBlock(records)))).toMatchObject({
      kind: "invalid_rows",
      rows: [{ index: 1 }],
    });
  });

  test("no address that Ferry takes is refused by a strict Klaviyo", async () => {
    const addresses = new Set(
      fc.sample(fc.emailAddress(), 2_000).flatMap((written) => {
        const checked = klaviyo.checkIdentifier(written);
        return checked.ok ? [checked.identifier] : [];
      }),
    );
    expect(addresses.size).toBeGreaterThan(1_000);
    await channel.submit(target(), toBlock([...addresses].map((email) => encode({ fields: { email } }))));
    await letJobsEnd();
    expect(new Set(emulator.emails())).toEqual(addresses);
    const ids = await channel.findProfileIds([...addresses]);
    expect(ids.size).toBe(addresses.size);
  });

  test("a list that is gone stops it", async () => {
    emulator.control.deleteList(testAccount.id, emulator.listId);
    expect(await reportOf(channel.submit(target(), toBlock(people(1))))).toMatchObject({
      kind: "target_missing",
      status: 400,
    });
    expect(await reportOf(collect(channel.listMembers(target())))).toMatchObject({
      kind: "target_missing",
      status: 404,
    });
  });

  test("the same records make the same bytes", async () => {
    emulator.control.keepBodies(true);
    const records = people(5);
    await channel.submit(target(), toBlock(records));
    await open().submit(target(), toBlock(records));
    const [first, second] = emulator.control.log();
    expect(first?.body).toBe(second?.body);
  });
});

describe("asking about submissions", () => {
  test("a hundred cost one call, and others' jobs do not hide them", async () => {
    const tickets = [];
    for (let index = 0; index < 100; index++)
      tickets.push((await channel.submit(target(), toBlock(people(1, `p${index}-`)))).ticket);
    emulator.control.clearLog();
    const states = await channel.check(tickets);
    expect(states.size).toBe(100);
    expect(emulator.control.log()).toHaveLength(1);
    for (let index = 0; index < 150; index++)
      await emulator.importRows([{ email: `other-${index}@example.com` }]);
    emulator.control.clearLog();
    const later = await channel.check(tickets);
    expect([...later.values()].every((each) => each.state === "done")).toBe(true);
    expect(emulator.control.log()).toHaveLength(3);
    expect(await channel.check([])).toEqual(new Map());
  });

  test("a collection that takes no page size is read without one", async () => {
    emulator.control.setSwitches({ jobsAcceptPageSize: false });
    const tickets = [];
    for (let index = 0; index < 30; index++)
      tickets.push((await channel.submit(target(), toBlock(people(1)))).ticket);
    expect((await channel.check(tickets)).size).toBe(30);
  });

  test.each([
    ["cancelled", "canceled"],
    ["stuckQueued", "pending"],
    ["stuckProcessing", "pending"],
    ["vanished", "missing"],
  ] as const)("a job that is %s is %s", async (ending, state) => {
    emulator.fault({ do: { kind: "job", fate: { ending } } });
    const { ticket } = await channel.submit(target(), toBlock(people(3)));
    emulator.control.clearFaults();
    await letJobsEnd();
    expect((await channel.check([ticket])).get(ticket.id)?.state).toBe(state);
  });

  test("after seven days a job is gone, and so are its errors", async () => {
    const { ticket } = await channel.submit(target(), toBlock(people(3)));
    await emulator.control.stepClock(7 * 86_400_000);
    expect((await channel.check([ticket])).get(ticket.id)).toEqual({ state: "missing" });
    expect(await reportOf(collect(channel.rowErrors(ticket)))).toMatchObject({ kind: "ticket_missing" });
  });

  test.each([false, true])(
    "failed rows are counted, whether completed includes them (%s)",
    async (completedCountIncludesFailed) => {
      emulator.control.setSwitches({ completedCountIncludesFailed });
      emulator.control.setJobPlan({ failRows: { count: 4 } });
      const { ticket } = await channel.submit(target(), toBlock(people(10)));
      await letJobsEnd();
      expect((await channel.check([ticket])).get(ticket.id)).toEqual({
        state: "done",
        counts: { total: 10, accepted: 6, rejected: 4, unconfirmed: 0 },
      });
    },
  );

  test("rows that nobody mentions are unconfirmed", async () => {
    emulator.control.setJobPlan({ loseRows: 3 });
    const { ticket } = await channel.submit(target(), toBlock(people(10)));
    await letJobsEnd();
    expect((await channel.check([ticket])).get(ticket.id)).toMatchObject({
      counts: { accepted: 7, unconfirmed: 3 },
    });
  });

  test("2,500 errors come over 25 pages, each with who, code and detail", async () => {
    emulator.control.setJobPlan({
      failRows: { count: 2_500, code: "invalid", detail: "Not person-7@example.com again" },
    });
    const { ticket } = await channel.submit(target(), toBlock(people(2_600)));
    await letJobsEnd();
    emulator.control.clearLog();
    const sizes: number[] = [];
    const errors: RecordError[] = [];
    for await (const page of channel.rowErrors(ticket)) {
      sizes.push(page.length);
      errors.push(...page);
    }
    expect(sizes).toEqual(Array.from({ length: 25 }, () => 100));
    expect(new Set(errors.map((error) => error.email)).size).toBe(2_500);
    expect(errors[0]).toMatchObject({ code: "invalid", detail: "Not *** again" });
    expect(emulator.control.log()).toHaveLength(25);
  });

  test("cursors that go in a circle end", async () => {
    emulator.control.setJobPlan({ failRows: { count: 300 } });
    const { ticket } = await channel.submit(target(), toBlock(people(300)));
    await letJobsEnd();
    const { links } = (await emulator.call("GET", `/api/profile-bulk-import-jobs/${ticket.id}/import-errors`))
      .json;
    emulator.fault({
      match: { path: "import-errors" },
      do: { kind: "rewrite", set: { "links.next": String(links!["next"]) } },
    });
    expect(await reportOf(collect(channel.rowErrors(ticket)))).toMatchObject({
      kind: "bug",
      code: "cursor_repeats",
    });
  });

  test("after a lost answer the orphan is found: same list, same count, created since", async () => {
    const sinceMs = emulatorNow();
    const other = (await channel.lists.create("Other")).list.id;
    await channel.submit({ listId: other }, toBlock(people(7)));
    await channel.submit(target(), toBlock(people(8)));
    emulator.fault({ count: 1, do: { kind: "silence", afterCommit: true } });
    const impatient = open({ deadlines: { headersMs: 200 } });
    expect(await reportOf(impatient.submit(target(), toBlock(people(7))))).toMatchObject({
      kind: "ambiguous",
    });
    const found = await channel.findSubmissions(target(), { records: 7, sinceMs });
    expect(found).toHaveLength(1);
    await letJobsEnd();
    expect((await channel.check(found)).get(found[0]!.id)).toMatchObject({
      state: "done",
      counts: { accepted: 7 },
    });
    expect(await channel.findSubmissions(target(), { records: 7, sinceMs: sinceMs + 3_600_000 })).toEqual([]);
  });
});

describe("taking off", () => {
  const addPeople = async (count: number) => {
    await channel.submit(target(), toBlock(people(count)));
    await letJobsEnd();
    return channel.findProfileIds(Array.from({ length: count }, (_, index) => `person-${index}@example.com`));
  };
  const unknown = (place: number) => `01ARZ3NDEKTSV4RRFFQ69${String(place).padStart(5, "0")}`;

  test("ids are looked up a hundred addresses a call, plus signs and strangers included", async () => {
    await channel.submit(
      target(),
      toBlock([...people(250), encode({ fields: { email: "anna+x@example.com" } })]),
    );
    await letJobsEnd();
    emulator.control.clearLog();
    const wanted = [
      ...Array.from({ length: 250 }, (_, index) => `person-${index}@example.com`),
      "anna+x@example.com",
      "stranger@example.com",
    ];
    const ids = await channel.findProfileIds(wanted);
    expect(ids.size).toBe(251);
    expect(ids.get("anna+x@example.com")).toBe(find("anna+x@example.com")?.id);
    expect(ids.has("stranger@example.com")).toBe(false);
    expect(emulator.control.log()).toHaveLength(3);
  });

  test("a thousand go in one call", async () => {
    const ids = [...(await addPeople(1_000)).values()];
    emulator.control.clearLog();
    expect(await channel.remove(target(), ids)).toEqual({ state: "removed", alreadyGone: [] });
    expect(emulator.control.log()).toHaveLength(1);
    expect(emulator.emails()).toEqual([]);
    expect(await channel.remove(target(), ids)).toEqual({ state: "removed", alreadyGone: [] });
    await expect(channel.remove(target(), [...ids, unknown(1)])).rejects.toThrow(RangeError);
    expect(await channel.remove(target(), [])).toEqual({ state: "removed", alreadyGone: [] });
  });

  test.each(["404", "ignored"] as const)(
    "strangers among them, answered with %s, do not keep the others on",
    async (unknownProfileIdOnRemove) => {
      emulator.control.setSwitches({ unknownProfileIdOnRemove });
      const ids = [...(await addPeople(300)).values()];
      const strangers = [unknown(1), unknown(2), unknown(3)];
      const removal = await channel.remove(target(), [...strangers, ...ids]);
      expect(removal).toEqual({
        state: "removed",
        alreadyGone: unknownProfileIdOnRemove === "404" ? strangers : [],
      });
      expect(emulator.emails()).toEqual([]);
    },
  );

  test("nobody known at all is gone already", async () => {
    expect(await channel.remove(target(), [unknown(1)])).toEqual({
      state: "removed",
      alreadyGone: [unknown(1)],
    });
  });

  test("a refusal that names nobody asks for halves, and one person is called gone only when off the list", async () => {
    const ids = [...(await addPeople(4)).values()];
    const one = ids.slice(0, 1);
    const refuse = (status: number) =>
      emulator.fault({ id: "no", match: { method: "DELETE" }, do: { kind: "answer", status } });
    refuse(404);
    expect(await channel.remove(target(), ids)).toEqual({ state: "halve" });
    expect(await reportOf(channel.remove(target(), one))).toMatchObject({ kind: "bug", status: 404 });
    refuse(400);
    expect(await reportOf(channel.remove(target(), one))).toMatchObject({ kind: "bug", status: 400 });
    emulator.control.clearFaults();
    await channel.remove(target(), one);
    refuse(404);
    expect(await channel.remove(target(), one)).toEqual({ state: "removed", alreadyGone: one });
  });

  test("a list that is gone is not taken for people who are", async () => {
    const ids = [...(await addPeople(2)).values()];
    emulator.control.deleteList(testAccount.id, emulator.listId);
    expect(await reportOf(channel.remove(target(), ids))).toMatchObject({ kind: "target_missing" });
  });

  test("members are listed page by page", async () => {
    const ids = await addPeople(250);
    const members = await collect(channel.listMembers(target()));
    expect(new Map(members.map((member) => [member.email, member.remoteId]))).toEqual(ids);
  });
});
