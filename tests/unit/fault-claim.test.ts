import { describe, expect, it } from "vitest";
import type { MemberRecord } from "@/emulator/control/control.ts";
import type { LogEntry } from "@/emulator/control/request-log.ts";
import type { Outcome } from "@/lib/runs/counts";
import { importRoute } from "../support/runs";
import { countOnList, countOutcomes } from "../fault/support/count-claim";
import { addressesSent, countDoubleEffects, writesAfter } from "../fault/support/sent";
import type { Told } from "../fault/support/told";

const names = ["ada", "ben", "cleo"];
const addressOf = (name: string) => `${name}@example.com`;
const wanted = new Map(
  names.map((key) => [addressOf(key), { key, address: addressOf(key), firstName: key, plan: "gold" }]),
);

/** What the checker reads of a member: the rest of a profile does not matter to it. */
function member(name: string, plan = "gold"): MemberRecord {
  return { email: addressOf(name), first_name: name, properties: { Plan: plan } } as unknown as MemberRecord;
}

function told(outcomes: Partial<Record<Outcome, string[]>>): Told {
  return new Map(
    Object.entries(outcomes).map(([outcome, keys]) => [
      outcome as Outcome,
      keys.map((key) => ({ key, address: addressOf(key) })),
    ]),
  );
}

const everybody = told({ added: ["ada"], changed: ["ben"], unchanged: ["cleo"] });

describe("The checker of the list", () => {
  it.for([
    ["everybody is there", everybody, names.map((name) => member(name)), { lost: 0, extra: 0, twice: 0 }],
    ["one is missing", everybody, [member("ada"), member("ben")], { lost: 1, extra: 0, twice: 0 }],
    [
      "one has other values",
      everybody,
      [member("ada", "silver"), member("ben"), member("cleo")],
      { lost: 1, extra: 0, twice: 0 },
    ],
    [
      "one is there whom nobody told of",
      told({ added: ["ada"] }),
      [member("ada"), member("ben")],
      { lost: 0, extra: 1, twice: 0 },
    ],
    [
      "one who is unconfirmed may be there",
      told({ added: ["ada"], unconfirmed: ["ben"] }),
      [member("ada"), member("ben")],
      { lost: 0, extra: 0, twice: 0 },
    ],
    [
      "one who was removed is still there",
      told({ added: ["ada"], removed: ["ben"] }),
      [member("ada"), member("ben")],
      { lost: 1, extra: 0, twice: 0 },
    ],
    [
      "one is there twice",
      told({ added: ["ada"] }),
      [member("ada"), member("ada")],
      { lost: 0, extra: 1, twice: 1 },
    ],
  ] as const)("sees that %s", ([, outcomes, members, figures]) => {
    expect(countOnList(outcomes, members, { wanted, others: [] })).toEqual(figures);
  });
});

describe("The checker of the books", () => {
  it.for([
    ["everybody once", everybody, 0],
    ["nobody of one", told({ added: ["ada", "ben"] }), 1],
    ["one person twice", told({ added: names, rejected: ["ben"] }), 1],
    ["a stranger", told({ added: [...names, "dora"] }), 1],
  ] as const)("counts %s", ([, outcomes, unaccounted]) => {
    expect(countOutcomes(outcomes, { members: names, leavers: [] })).toBe(unaccounted);
  });

  it("counts a leaver without an outcome", () => {
    expect(countOutcomes(everybody, { members: names, leavers: [addressOf("dora")] })).toBe(1);
  });
});

describe("The checker of the log", () => {
  const sent = (people: object[], wallMs = 0): LogEntry =>
    ({
      method: "POST",
      route: importRoute,
      committed: true,
      wallMs,
      body: JSON.stringify({
        data: { attributes: { profiles: { data: people.map((attributes) => ({ attributes })) } } },
      }),
    }) as unknown as LogEntry;
  const ada = { email: addressOf("ada"), first_name: "Ada" };

  it("takes the same bytes again for one effect, and other bytes for two", () => {
    expect(countDoubleEffects([sent([ada]), sent([ada])])).toBe(0);
    expect(countDoubleEffects([sent([ada]), sent([{ ...ada, first_name: "Adele" }])])).toBe(1);
  });

  it("knows whose address left, and what arrived after a moment", () => {
    const log = [sent([ada], 1_000), sent([{ email: addressOf("ben") }], 3_000)];
    expect([...addressesSent(log)]).toEqual([addressOf("ada"), addressOf("ben")]);
    expect(writesAfter(log, 2_000)).toHaveLength(1);
  });
});
