import { NextRequest } from "next/server";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, vi } from "vitest";
import { keepHouse } from "@/lib/housekeeping";
import { ATTEMPTS_PER_MINUTE } from "@/lib/auth/throttle";
import { endSignedIn } from "@/lib/auth/sign-out";
import { openSession } from "@/lib/auth/sessions";
import { pool, prisma } from "@/lib/db";
import { valueOf } from "@/lib/sample/value-of";
import { endSessions } from "@/lib/users/disable-user";
import { beginTotp, confirmTotp, endTotp } from "@/lib/users/own-totp";
import { oidcClient, startOidcServer } from "../support/oidc-server";
import { SmallBrowser } from "../support/small-browser";
import { addUser, it, testPassword } from "../support/workspace";

const ferry = "http://localhost:3000";
let request = new NextRequest(ferry);
const afterwards: Promise<unknown>[] = [];

// The request that is being answered, and what is done once it is, which only Next knows otherwise.
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({ get: (name: string) => request.cookies.get(name), set: () => undefined }),
}));
vi.mock("next/server", async (original) => ({
  ...(await original<object>()),
  after: (work: () => Promise<unknown>) => void afterwards.push(work()),
}));

let server: Awaited<ReturnType<typeof startOidcServer>>;
let route: typeof import("@/app/api/auth/[...nextauth]/route");

beforeAll(async () => {
  server = await startOidcServer(`${ferry}/api/auth/callback/oidc`);
  vi.stubEnv("OIDC_ISSUER", server.issuer);
  vi.stubEnv("OIDC_CLIENT_ID", oidcClient.id);
  vi.stubEnv("OIDC_CLIENT_SECRET", oidcClient.secret);
  vi.stubEnv("OIDC_NAME", "Example ID");
  vi.stubEnv("OIDC_ROLE_CLAIM", "groups");
  vi.stubEnv("OIDC_ROLES", "marketing=contributor");
  vi.resetModules();
  route = await import("@/app/api/auth/[...nextauth]/route");
});
afterAll(() => server.stop());
beforeEach(() => {
  afterwards.length = 0;
});

function openBrowser() {
  return new SmallBrowser(ferry, async (sent) => {
    sent.headers.set("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0");
    request = new NextRequest(sent);
    return sent.method === "POST" ? route.POST(request) : route.GET(request);
  });
}

async function csrfOf(browser: SmallBrowser): Promise<string> {
  const { csrfToken } = (await (await browser.send(`${ferry}/api/auth/csrf`)).json()) as {
    csrfToken: string;
  };
  return csrfToken;
}

/** One try at the sign-in, with everything that is done after its answer. */
async function tryPassword(
  given: { email: string; password: string; code?: string },
  browser = openBrowser(),
): Promise<SmallBrowser> {
  const form = { csrfToken: await csrfOf(browser), ...given };
  await browser.send(`${ferry}/api/auth/callback/credentials`, form);
  await Promise.all(afterwards);
  return browser;
}

async function trySingleSignOn(sub: string): Promise<void> {
  const browser = openBrowser();
  const begun = `${ferry}/api/auth/signin/oidc`;
  const isBack = (url: URL) => url.origin === ferry;
  const form = { csrfToken: await csrfOf(browser), callbackUrl: `${ferry}/welcome` };
  let at = await browser.follow(await browser.send(begun, form), begun, isBack);
  for (const prompt of ["login", "consent"])
    if (!isBack(at.url)) {
      const answered = await browser.send(at.url, { prompt, login: sub, password: "any" });
      at = await browser.follow(answered, at.url.href, isBack);
    }
  await browser.send(at.url);
}

async function events(action: string) {
  const rows = await prisma().auditEvent.findMany({ where: { action }, orderBy: { id: "asc" } });
  return rows.map(({ actorKind, actorId, objectId, details, agent, session }) => ({
    actorKind,
    actorId,
    objectId,
    details,
    agent,
    session,
  }));
}

const gathered = () =>
  pool().query("UPDATE refused_sign_in SET since = since - interval '11 minutes'").then(keepHouse);

describe("a sign-in", () => {
  it("by password is written down with its session, which the sign-out bears too", async () => {
    const { id, email } = await addUser("viewer");
    await tryPassword({ email, password: testPassword });
    const [signedIn, ...more] = await events("user.sign_in");
    expect(more).toEqual([]);
    expect(signedIn).toEqual({
      actorKind: "user",
      actorId: id,
      objectId: id,
      details: { way: "password" },
      agent: "Firefox, Linux",
      session: expect.stringMatching(/^[\w-]{12}$/),
    });
    await tryPassword({ email, password: testPassword });
    const [, again] = await events("user.sign_in");
    expect(again?.session).not.toBe(signedIn?.session);
  });

  it("by a single sign-on says whose, and without a role is refused to an account that is there", async () => {
    const { id } = await addUser("viewer", { email: "ann@example.com" });
    const ann = { sub: "ann", email: "ann@example.com", email_verified: true, name: "Ann" };
    server.add({ ...ann, groups: ["marketing"] });
    await trySingleSignOn("ann");
    expect(await events("user.sign_in")).toMatchObject([
      { actorId: id, details: { way: "single_sign_on", provider: "Example ID" } },
    ]);
    server.add({ ...ann, groups: [] });
    await trySingleSignOn("ann");
    server.add({ ...ann, sub: "stranger", email: "stranger@example.com" });
    await trySingleSignOn("stranger");
    expect(await events("user.refuse_sign_in")).toMatchObject([
      { actorKind: "system:sign-in", objectId: id, details: { reason: "sso_no_role", attempts: 1 } },
    ]);
  });

  it("in two steps says by what, a wrong code is refused, and a recovery code is written down of its own", async () => {
    const user = await addUser("viewer");
    const { email } = user;
    const { secret } = valueOf(await beginTotp(user));
    const codeOf = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    const { recoveryCodes } = valueOf(await confirmTotp(user, { code: codeOf() }));
    await prisma().user.updateMany({ data: { totpLastStep: null } });
    const [recovery = ""] = recoveryCodes;
    // Who has only given the password yet has neither signed in nor failed.
    await tryPassword({ email, password: testPassword });
    for (const code of ["000000", codeOf(), recovery, recovery])
      await tryPassword({ email, password: testPassword, code });
    expect((await events("user.sign_in")).map(({ details }) => details)).toEqual([
      { way: "code" },
      { way: "recovery_code" },
    ]);
    expect(await events("user.use_recovery_code")).toMatchObject([
      { actorId: user.id, details: { left: 9 } },
    ]);
    expect((await events("user.refuse_sign_in")).map(({ details }) => details)).toEqual([
      { reason: "code", attempts: 1 },
    ]);
    valueOf(await endTotp(user));
    expect([await events("user.totp_on"), await events("user.totp_off")]).toMatchObject([
      [{ actorId: user.id }],
      [{ actorId: user.id }],
    ]);
  });
});

describe("a refused sign-in", () => {
  it("is Ferry's doing to the account, without what was typed, and an account that is not there leaves nothing", async () => {
    const { id, email } = await addUser("viewer");
    const gone = await addUser("viewer", { disabledAt: new Date() });
    await tryPassword({ email, password: "a secret typed wrongly" });
    await tryPassword({ email: gone.email, password: testPassword });
    await tryPassword({ email: "nobody@example.com", password: "a secret typed wrongly" });
    const written = await events("user.refuse_sign_in");
    expect(written).toMatchObject([
      {
        actorKind: "system:sign-in",
        actorId: null,
        objectId: id,
        details: { reason: "password", attempts: 1 },
        agent: "Firefox, Linux",
      },
      { objectId: gone.id, details: { reason: "disabled", attempts: 1 } },
    ]);
    expect(JSON.stringify(written)).not.toMatch(/typed|@/);
    expect(await pool().query("SELECT FROM refused_sign_in")).toMatchObject({ rowCount: 2 });
  });

  it("a thousand times leaves a few rows whose counts add up", async () => {
    const { email } = await addUser("viewer");
    const browser = openBrowser();
    for (let attempt = 0; attempt < 1_000; attempt++)
      await tryPassword({ email, password: "a wrong guess" }, browser);
    const before = await events("user.refuse_sign_in");
    expect(before).toHaveLength(2);
    await keepHouse();
    expect(await events("user.refuse_sign_in")).toHaveLength(2);
    await Promise.all([gathered(), keepHouse(), keepHouse()]);
    const written = (await events("user.refuse_sign_in")).map(
      ({ details }) => details as { reason: string; attempts: number },
    );
    expect(written).toHaveLength(4);
    const looked = written.filter(({ reason }) => reason === "password");
    expect(written.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(1_000);
    expect(looked.reduce((sum, { attempts }) => sum + attempts, 0)).toBeGreaterThanOrEqual(
      ATTEMPTS_PER_MINUTE,
    );
    await tryPassword({ email, password: "a wrong guess" }, browser);
    expect(await events("user.refuse_sign_in")).toHaveLength(5);
  }, 120_000);

  it("that came once is not told twice", async () => {
    const { email } = await addUser("viewer");
    await tryPassword({ email, password: "a wrong guess" });
    await gathered();
    expect(await events("user.refuse_sign_in")).toHaveLength(1);
    expect(await pool().query("SELECT FROM refused_sign_in")).toMatchObject({ rowCount: 0 });
  });
});

describe("the end of a session", () => {
  it("is written down when its person signs out, once, and when an administrator ends it", async ({
    administrator,
  }) => {
    const { id } = await addUser("viewer");
    const token = await openSession(id, { now: new Date() });
    await Promise.all([endSignedIn(token), endSignedIn(token)]);
    await endSignedIn(token);
    expect(await events("user.sign_out")).toMatchObject([
      { actorKind: "user", actorId: id, session: expect.stringMatching(/^[\w-]{12}$/) },
    ]);
    await openSession(id, { now: new Date() });
    valueOf(await endSessions(administrator, { userId: id }));
    expect(await events("user.end_sessions")).toMatchObject([
      { actorId: administrator.id, objectId: id, details: { ended: 1 } },
    ]);
  });
});
