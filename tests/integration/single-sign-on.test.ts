import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, describe, expect, vi } from "vitest";
import { hashToken } from "@/lib/auth/tokens";
import { prisma } from "@/lib/db";
import { valueOf } from "@/lib/sample/value-of";
import { inviteUser } from "@/lib/users/invite-user";
import { type Claims, oidcClient, startOidcServer } from "../support/oidc-server";
import { SmallBrowser } from "../support/small-browser";
import { addUser, it } from "../support/workspace";

const ferry = "http://localhost:3000";
let request = new NextRequest(ferry);

// The request that is being answered, which only Next knows otherwise.
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({ get: (name: string) => request.cookies.get(name), set: () => undefined }),
}));

let server: Awaited<ReturnType<typeof startOidcServer>>;
let route: typeof import("@/app/api/auth/[...nextauth]/route");

async function configure(settings: Record<string, string> = {}) {
  vi.stubEnv("OIDC_ISSUER", server.issuer);
  vi.stubEnv("OIDC_CLIENT_ID", oidcClient.id);
  vi.stubEnv("OIDC_CLIENT_SECRET", oidcClient.secret);
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  route = await import("@/app/api/auth/[...nextauth]/route");
}

beforeAll(async () => {
  server = await startOidcServer(`${ferry}/api/auth/callback/oidc`);
});
beforeEach(async () => {
  vi.unstubAllEnvs();
  await configure();
});
afterAll(() => server.stop());

const byRoles = {
  OIDC_ROLE_CLAIM: "groups",
  OIDC_ROLES: "ferry-admins=administrator,marketing=contributor",
};

function openBrowser() {
  return new SmallBrowser(ferry, async (sent) => {
    request = new NextRequest(sent);
    return sent.method === "POST" ? route.POST(request) : route.GET(request);
  });
}

/** From the button to the issuer's answer: the address it sends the browser back to. */
async function visitIssuer(browser: SmallBrowser, sub: string, params = ""): Promise<URL> {
  const { csrfToken } = (await (await browser.send(`${ferry}/api/auth/csrf`)).json()) as {
    csrfToken: string;
  };
  const begun = `${ferry}/api/auth/signin/oidc${params}`;
  const form = { csrfToken, callbackUrl: `${ferry}/welcome` };
  const isBack = (url: URL) => url.origin === ferry;
  let at = await browser.follow(await browser.send(begun, form), begun, isBack);
  for (const prompt of ["login", "consent"])
    if (!isBack(at.url)) {
      const answered = await browser.send(at.url, { prompt, login: sub, password: "any" });
      at = await browser.follow(answered, at.url.href, isBack);
    }
  return at.url;
}

/** The whole way; answers where the browser stands then. */
async function signInAs(claims: Claims, browser = openBrowser(), params = "") {
  server.add(claims);
  const back = await visitIssuer(browser, claims.sub, params);
  const answer = await browser.send(back);
  const to = new URL(answer.headers.get("location") ?? "", ferry);
  const session = await prisma().session.findFirst({ orderBy: { id: "desc" }, include: { user: true } });
  return {
    browser,
    back,
    to,
    session,
    problem: to.searchParams.get("problem") ?? to.searchParams.get("error"),
  };
}

const ann = { sub: "ann-at-issuer", email: "Ann@Example.com", email_verified: true, name: "Ann" };

describe("single sign-on", () => {
  it("lets an invited person in, whom it knows afterwards by who they are there", async ({
    administrator,
  }) => {
    const invited = { email: "ann@example.com", name: "Ann", role: "contributor" } as const;
    const { userId } = valueOf(await inviteUser(administrator, invited));
    const first = await signInAs(ann);
    expect(first.to.pathname).toBe("/welcome");
    expect(first.session).toMatchObject({ userId, user: { role: "contributor", ssoSubject: ann.sub } });
    expect(await prisma().userLink.count()).toBe(0);
    const again = await signInAs({ ...ann, email: "ann.married@example.com" });
    expect(again.session).toMatchObject({ userId });
    expect(again.session?.id).not.toBe(first.session?.id);
  });

  it("puts nothing about the person into the cookie, and gives the browser a session of its own", async () => {
    await addUser("viewer", { email: "ann@example.com" });
    const { browser, session } = await signInAs(ann);
    const cookie = browser.cookie("authjs.session-token");
    expect(cookie).toBeDefined();
    expect(cookie).not.toContain(session?.tokenHash);
    // Nor does any address tell it to a script.
    expect((await browser.send(`${ferry}/api/auth/session`)).status).toBe(404);
    await signInAs(ann, browser);
    // The session before has ended: its id is not used any more.
    expect(await prisma().session.count()).toBe(1);
    expect(hashToken(cookie ?? "")).not.toBe(session?.tokenHash);
  });

  it.for([
    ["an address nobody has invited", {}, "sso_unknown"],
    [
      "an address the issuer does not vouch for",
      { email: "bob@example.com", email_verified: false },
      "sso_email_unverified",
    ],
    ["no address", { email: undefined }, "sso_without_email"],
    ["the address of a disabled user", { email: "gone@example.com" }, "sso_disabled"],
  ] as const)("refuses %s", async ([, change, problem]) => {
    await addUser("viewer", { email: "bob@example.com" });
    await addUser("viewer", { email: "gone@example.com", disabledAt: new Date() });
    const answer = await signInAs({ ...ann, sub: `ann-${problem}`, ...change });
    expect(answer.problem).toBe(problem);
    expect(answer.session).toBeNull();
  });

  it("refuses another person there who now has the address of somebody known", async () => {
    await addUser("viewer", { email: "ann@example.com" });
    await signInAs(ann);
    await prisma().session.deleteMany();
    expect((await signInAs({ ...ann, sub: "another-ann" })).problem).toBe("sso_unknown");
  });

  it("refuses what the browser did not begin: another state, another browser's, and an answer used twice", async () => {
    await addUser("viewer", { email: "ann@example.com" });
    server.add(ann);
    const browser = openBrowser();
    const back = await visitIssuer(browser, ann.sub);
    const forged = new URL(back);
    forged.searchParams.set("state", "forged");
    for (const [who, address] of [
      [openBrowser(), back],
      [browser, forged],
    ] as const) {
      const answer = await who.send(address);
      expect(answer.headers.get("location")).toMatch(/\/sign-in\?error=/);
    }
    const mine = openBrowser();
    const good = await visitIssuer(mine, ann.sub);
    await mine.send(good);
    expect(await prisma().session.count()).toBe(1);
    await mine.send(good);
    expect(await prisma().session.count()).toBe(1);
  });

  it("believes every address where the deployment says so, and only allowed domains", async () => {
    await addUser("viewer", { email: "bob@example.com" });
    const claims = { sub: "bob", email: "bob@example.com", name: "Bob" };
    await configure({ OIDC_EMAILS: "trusted", OIDC_DOMAINS: "example.com, example.org" });
    expect((await signInAs(claims)).session).toMatchObject({ user: { email: "bob@example.com" } });
    await configure({ OIDC_EMAILS: "trusted", OIDC_DOMAINS: "example.org" });
    expect((await signInAs({ ...claims, sub: "bob-2" })).problem).toBe("sso_domain");
  });

  it("makes new users only where a setting allows it, with the role of the claim", async () => {
    await configure(byRoles);
    const claims = { ...ann, groups: ["all", "marketing"] };
    expect((await signInAs(claims)).problem).toBe("sso_unknown");
    await configure({ ...byRoles, OIDC_NEW_USERS: "create" });
    expect((await signInAs(claims)).session).toMatchObject({
      user: { email: "ann@example.com", name: "Ann", role: "contributor", passwordHash: null },
    });
    expect((await signInAs({ ...ann, sub: "no-group", email: "no@example.com" })).problem).toBe(
      "sso_no_role",
    );
  });

  it("follows the claim at each sign-in, but keeps the last administrator", async ({ administrator }) => {
    await configure({ ...byRoles, OIDC_NEW_USERS: "create" });
    const made = await signInAs({ ...ann, groups: ["marketing", "ferry-admins"] });
    expect(made.session?.user.role).toBe("administrator");
    const demoted = await signInAs({ ...ann, groups: ["marketing"] });
    expect(demoted.session).toMatchObject({ userId: made.session?.userId, user: { role: "contributor" } });
    expect(await prisma().session.count({ where: { id: made.session?.id } })).toBe(0);
    await signInAs({ ...ann, groups: ["ferry-admins"] });
    await prisma().user.update({ where: { id: administrator.id }, data: { disabledAt: new Date() } });
    expect((await signInAs({ ...ann, groups: ["marketing"] })).problem).toBe("last_administrator");
  });

  it("counts as a proof of who one is only when the issuer says when that was", async () => {
    await addUser("viewer", { email: "ann@example.com" });
    const begun = Date.now() - 1_000;
    const silent = await signInAs(ann);
    expect(silent.session?.provedAt).toBeNull();
    const fresh = await signInAs(ann, silent.browser, "?prompt=login&max_age=0");
    expect(fresh.session?.provedAt?.getTime()).toBeGreaterThanOrEqual(begun - 1_000);
  });
});
