import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "@/emulator/start-emulator.ts";
import { prisma } from "@/lib/db";
import { buildWhenSourcesChanged } from "@/scripts/build";
import { tokenFor, tokenRow } from "../support/api";
import { acme, setKlaviyo } from "../support/connections";
import { actions } from "./actions";
import { type Answer, type BuiltFerry, cookieOf, startBuiltFerry } from "./built-ferry";
import { type Made, makeObjects } from "./made";
import { pages } from "./pages";
import { type Audience, type Entry, type Owner, type Person, persons, sharers } from "./persons";
import { builtActions, builtPages, builtRoutes } from "./reachable";
import { operations, routes } from "./routes";
import { toldBy, verdictOf, verdictOfAction } from "./verdict";
import { writePage } from "./write-page";

let klaviyo: Emulator;
let ferry: BuiltFerry;
let made: Made;
const cookies: Partial<Record<Person, string>> = {};

beforeAll(async () => {
  buildWhenSourcesChanged(() => undefined);
  klaviyo = await startEmulator({ seed: "permissions" });
  setKlaviyo(klaviyo.url, { withApp: false });
  klaviyo.control.setLimits({ "*": null });
  const { id, name, key } = acme;
  klaviyo.control.seed({ accounts: [{ id, name, keys: [{ id: "main", secret: key }] }] });
  made = await makeObjects(klaviyo);
  ferry = await startBuiltFerry(klaviyo.url);
  for (const person of persons) cookies[person] = await newCookie(person);
}, 600_000);

afterAll(async () => {
  await ferry?.stop();
  await klaviyo?.stop();
});

const newCookie = async (person: Person) => (person === "nobody" ? undefined : cookieOf(made.users[person]));
// Nobody owns nothing; what they ask about is somebody's.
const ownerOf = (person: Person): Owner => (person === "nobody" ? "another" : person);

type Given = Record<string, unknown>;
type Send = (person: Person, given: Given) => Promise<{ verdict: string; answer: object }>;

/** An address with its brackets filled; what is left of `given` is its query. */
function toAddress(pattern: string, given: Given): string {
  const left = new Map(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const path = pattern.replaceAll(/\[(.+?)\]/g, (_, name: string) => {
    const value = left.get(name) ?? "";
    left.delete(name);
    return value;
  });
  return left.size > 0 ? `${path}?${new URLSearchParams([...left])}` : path;
}

/**
 * What an answer says, without what differs between two requests for the same: the id that was asked for, the time, and
 * in which order and pieces the rows of a page came, after which they are numbered.
 */
function comparable({ status, leadsTo, text }: Answer, given: Given) {
  const rows = text
    .replaceAll(anId.exec(JSON.stringify(given))?.[0] ?? "-", "ID")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replaceAll(/nonce(\\*"?[:=]\\*")[^"\\]+/g, "nonce$1")
    .replaceAll(/"\]\)<\/script><script(?: nonce="")?>self\.__next_f\.push\(\[1,"/g, "")
    .split("\\n");
  const unnumbered = rows.map((row) => row.replace(/^[\da-f]+:/, "").replaceAll(/\$[A-Za-z]?[\da-f]+/g, "$"));
  return { status, leadsTo, rows: unnumbered.toSorted() };
}

const anId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** The same with an id that does not exist in place of the first one; null where there is none. */
function withUnknownId(given: Given): Given | null {
  const text = JSON.stringify(given);
  const id = anId.exec(text)?.[0];
  return id ? (JSON.parse(text.replaceAll(id, randomUUID())) as Given) : null;
}

/** Asks as everybody; and whoever is refused must not learn whether what they asked about exists. */
async function expectMatrix({ who, given, isOwn }: Entry<Made>, send: Send): Promise<void> {
  const verdicts: Partial<Audience> = {};
  for (const person of persons) {
    const asked = (await given?.(made, ownerOf(person))) ?? {};
    const { verdict, answer } = await send(person, asked);
    verdicts[person] = verdict as Audience[Person];
    const unknown = withUnknownId(asked);
    // An export that somebody may not change they see all the same.
    if (verdict !== "yes" && unknown && who !== sharers)
      expect(answer, `${person} learns whether it exists`).toEqual((await send(person, unknown)).answer);
    if (isOwn && verdict === "yes" && given) {
      const others = await given(made, "another");
      const refused = await send(person, others);
      expect(refused.verdict, `another's, asked for by ${person}`).toBe("unknown");
      expect(refused.answer).toEqual((await send(person, withUnknownId(others) ?? {})).answer);
    }
  }
  expect(verdicts).toEqual(who);
}

describe("The page", () => {
  it.for(Object.entries(pages))("%s", async ([pattern, entry]) => {
    await expectMatrix(entry, async (person, given) => {
      const answer = await ferry.ask(toAddress(pattern, given), { cookie: cookies[person] });
      return { verdict: verdictOf(answer), answer: comparable(answer, given) };
    });
  });
});

describe("The route handler", () => {
  it.for(Object.entries(routes))("%s", async ([name, entry]) => {
    const [method = "", pattern = ""] = name.split(" ");
    const body = entry.body && JSON.stringify(entry.body(made));
    const headers = { "content-type": "application/json", "x-file-name": "a.csv", "x-file-bytes": "7" };
    await expectMatrix(entry, async (person, given) => {
      const how = { method, cookie: cookies[person], headers, body };
      const answer = await ferry.ask(toAddress(pattern, given), how);
      return { verdict: verdictOf(answer, entry.answer), answer: comparable(answer, given) };
    });
  });
});

const allActions = Object.entries(actions).flatMap(([file, those]) =>
  Object.entries(those).map(([name, entry]) => [`${file} ${name}`, entry] as const),
);

describe("The action", () => {
  const built = new Map(builtActions().map((action) => [action.name, action]));

  it.for(allActions)("%s", async ([name, entry]) => {
    const action = built.get(name);
    if (!action) throw new Error("The built app has no such action.");
    await expectMatrix(entry, async (person, given) => {
      // A session of its own: some actions end it.
      const told = toldBy(await ferry.act(action, given, await newCookie(person)));
      return { verdict: verdictOfAction(told, entry.answer), answer: { told } };
    });
  });
});

const scopes = Object.values(operations).map(({ scope }) => scope);

/** Tokens that do not work, and one that does: it is the installation's, whoever made it. */
async function makeTokens(needed: (typeof scopes)[number]): Promise<Record<string, string | undefined>> {
  const { another, disabled } = made.users;
  const works = () => tokenFor(another, { scopes: [needed] });
  const [expired, revoked] = [await works(), await works()];
  const change = async (token: string, data: object) =>
    prisma().apiToken.update({ where: { id: (await tokenRow(token)).id }, data });
  await change(expired, { expiresAt: new Date(Date.now() - 1_000) });
  await change(revoked, { revokedAt: new Date() });
  return {
    none: undefined,
    unknown: `ferry_${"0".repeat(43)}`,
    expired,
    revoked,
    "other scopes": await tokenFor(another, { scopes: scopes.filter((scope) => scope !== needed) }),
    "of a disabled user": await tokenFor(disabled, { scopes: [needed] }),
    works: await works(),
  };
}

describe("The operation of the API", () => {
  it.for(Object.entries(operations))("%s", async ([name, { scope, given, body }]) => {
    const [method = "", pattern = ""] = name.split(" ");
    const address = toAddress(pattern, (await given?.(made, "another")) ?? {});
    const statuses: Record<string, number> = {};
    for (const [kind, token] of Object.entries(await makeTokens(scope))) {
      const headers = {
        "content-type": "application/json",
        ...(token && { authorization: `Bearer ${token}` }),
      };
      // Whoever is signed in as well gains nothing by it.
      const how = {
        method,
        headers,
        cookie: cookies.administrator,
        body: body && JSON.stringify(body(made)),
      };
      statuses[kind] = (await ferry.ask(address, how)).status;
    }
    expect(statuses).toEqual({
      none: 401,
      unknown: 401,
      expired: 401,
      revoked: 401,
      "other scopes": 403,
      "of a disabled user": 200,
      works: 200,
    });
  });
});

describe("The table has", () => {
  it("every page of the built app", () => {
    expect(Object.keys(pages).toSorted()).toEqual(builtPages());
  });

  it("every route handler of the built app, with its methods", async () => {
    const found: string[] = [];
    for (const pattern of builtRoutes()) {
      const { allows } = await ferry.ask(pattern.replaceAll(/\[.+?\]/g, "0"), { method: "OPTIONS" });
      const methods = (allows ?? "").split(", ").filter((one) => one && one !== "HEAD" && one !== "OPTIONS");
      found.push(...methods.map((method) => `${method} ${pattern}`));
    }
    expect([...Object.keys(routes), ...Object.keys(operations)].toSorted()).toEqual(found.toSorted());
  });

  it("every server action of the built app", () => {
    const names = builtActions().map(({ name }) => name);
    expect(allActions.map(([name]) => name).toSorted()).toEqual(names.toSorted());
  });

  it("been written to docs/permissions.md as it is", async () => {
    await expect(writePage()).toMatchFileSnapshot("../../docs/permissions.md");
  });
});

it("a session is over at once when its user is disabled", async () => {
  const user = await made.newPerson();
  const cookie = await cookieOf(user);
  const [read, act] = ["/data/exports", "app/(console)/account/actions.ts checkProofAction"];
  const check = builtActions().find(({ name }) => name === act);
  const disable = builtActions().find(({ name }) => name.endsWith(" disableUserAction"));
  if (!check || !disable) throw new Error("The built app lacks an action.");
  const all = async () => [
    verdictOf(await ferry.ask(read, { cookie })),
    verdictOf(await ferry.ask("/api/exports", { cookie })),
    verdictOfAction(toldBy(await ferry.act(check, {}, cookie))),
  ];
  expect(await all()).toEqual(["yes", "yes", "yes"]);
  const told = toldBy(await ferry.act(disable, { userId: user.id }, await newCookie("administrator")));
  expect(told).toMatchObject({ ok: true });
  expect(await all()).toEqual(["sign in", "sign in", "sign in"]);
});
