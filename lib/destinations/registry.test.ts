import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createBlockWriter } from "./record-block";
import { destinations, findDestination, requireDestination } from "./registry";
import type { Channel, Destination, Encoding, FieldValue, RemoteList } from "./types";

function encodeLine(email: FieldValue | null | undefined): Encoding {
  const identifier = String(email);
  const record = { json: identifier, bytes: identifier.length };
  return { ok: true, identifier, warnings: [], record, filled: "" };
}

/** A destination that only exists here: it needed nothing but this object and its place in an array. */
function createNotebook(): Destination & { pages: Map<string, string[]> } {
  const pages = new Map<string, string[]>([["first", []]]);
  const toList = (id: string): RemoteList => ({ id, name: id });
  const channel: Channel = {
    whoAmI: async () => ({ id: "notebook", name: "Notebook", timezone: null, isTestAccount: true }),
    scopes: async () => [],
    lists: {
      search: async (query) => ({
        lists: [...pages.keys()].filter((id) => id.includes(query)).map(toList),
        cursor: null,
      }),
      get: async (id) => (pages.has(id) ? toList(id) : null),
      async create(name) {
        pages.set(name, []);
        return { state: "created", list: toList(name) };
      },
    },
    async submit({ listId }, { count, rows }) {
      pages.get(listId)?.push(...rows.toString().split(",\n"));
      return { state: "pending", ticket: { id: String(count), createdAtMs: 0 }, checkAfterMs: 0 };
    },
    async check(tickets) {
      const toCounts = (total: number) => ({ total, accepted: total, rejected: 0, unconfirmed: 0 });
      return new Map(tickets.map(({ id }) => [id, { state: "done" as const, counts: toCounts(Number(id)) }]));
    },
    findSubmissions: async () => [],
    async *rowErrors() {},
    async remove({ listId }, ids) {
      pages.set(
        listId,
        (pages.get(listId) ?? []).filter((line) => !ids.includes(line)),
      );
      return { state: "removed", alreadyGone: [] };
    },
    async *listMembers({ listId }) {
      yield (pages.get(listId) ?? []).map((line) => ({ remoteId: line, email: line }));
    },
    findMembers: () => Promise.resolve(new Set()),
    findProfileIds: async (emails) => new Map(emails.map((email) => [email, email])),
    requestErasure: async () => "unknown",
  };
  return {
    pages,
    key: "notebook",
    label: "Notebook",
    secretSchema: z.object({ key: z.string() }),
    targetSchema: z.object({ listId: z.string() }),
    fields: [
      { key: "email", kind: "email", labelKey: "destinations.notebook.fields.email", isRequired: true },
    ],
    api: { revision: "1", endsOn: null },
    limits: { records: 2, bytes: 1000, recordBytes: 100, envelopeBytes: 0, removals: 10 },
    rateClasses: {},
    scopes: [],
    erasureScope: "",
    oauth: null,
    writeClasses: { submit: "send", lookUp: "find", remove: "remove" },
    identifierRule: { pattern: "^.+$", ordinaryLength: 63, tooLong: "^.{255}" },
    checkIdentifier: (written) => ({ ok: true, identifier: written }),
    checkPropertyName: (written) => ({ ok: true, name: written }),
    createEncoder:
      () =>
      ({ email }) =>
        encodeLine(email),
    encode: ({ fields }) => encodeLine(fields["email"]),
    open: () => channel,
  };
}

describe("a second destination", () => {
  it("is found by its key and used like any other", async () => {
    const notebook = createNotebook();
    const destination = requireDestination("notebook", [...destinations, notebook]);
    const channel = destination.open({ kind: "key", key: "x" }, {} as Parameters<Destination["open"]>[1]);
    const submissions = [];
    let writer = createBlockWriter(destination.limits);
    for (const email of ["a", "b", "c"]) {
      const encoded = destination.encode({ fields: { email }, properties: {}, unset: [] });
      if (!encoded.ok || writer.add(encoded.record)) continue;
      submissions.push(await channel.submit({ listId: "first" }, writer.finish()));
      writer = createBlockWriter(destination.limits);
      writer.add(encoded.record);
    }
    submissions.push(await channel.submit({ listId: "first" }, writer.finish()));
    const states = await channel.check(submissions.map((each) => each.ticket));
    expect([...states.values()].map((each) => each.state)).toEqual(["done", "done"]);
    expect(notebook.pages.get("first")).toEqual(["a", "b", "c"]);
  });
});

it("has unique keys, a required e-mail field and a rate class per route in every destination", () => {
  expect(new Set(destinations.map((each) => each.key)).size).toBe(destinations.length);
  for (const destination of destinations) {
    expect(destination.fields.filter((field) => field.kind === "email" && field.isRequired)).toHaveLength(1);
    expect(Object.values(destination.rateClasses).every((windows) => windows.length > 0)).toBe(true);
  }
});

it("knows no destination that is not there", () => {
  expect(findDestination("nowhere")).toBeNull();
  expect(() => requireDestination("nowhere")).toThrow("no destination nowhere");
});
