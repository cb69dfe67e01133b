import { globSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expect, signIn, test, unique } from "./support/ferry";

const root = new URL("..", import.meta.url).pathname;
const evil = "https://evil.example";

interface Change {
  path: string;
  method: string;
}

/** Every route that changes something, as the folders have it; but the API, whose callers show a token that no browser adds. */
function findChanges(): Change[] {
  return globSync("app/api/**/route.ts", { cwd: root })
    .filter((file) => !/^app\/api\/(v1\/|\[\.\.\.path\])/.test(file))
    .flatMap((file) => {
      const methods = readFileSync(`${root}${file}`, "utf8").match(
        /\b(POST|PUT|PATCH|DELETE)\b(?= =| \}|\()/g,
      );
      const path = file
        .replace(/^app(.*)\/route\.ts$/, "$1")
        .replace("[...nextauth]", "callback/credentials")
        .replaceAll(/\[\w+\]/g, "00000000-0000-4000-8000-000000000000");
      return [...new Set(methods)].map((method) => ({ path, method }));
    });
}

const origins: Record<string, string | undefined> = {
  "another site": evil,
  "a sandbox": "null",
  nobody: undefined,
};

for (const [whose, origin] of Object.entries(origins))
  test(`no route changes anything for a page of ${whose}`, async ({ page }) => {
    await signIn(page, "administrator");
    const changes = findChanges();
    expect(changes.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["/api/uploads", "/api/customers", "/api/auth/callback/credentials"]),
    );
    for (const { path, method } of changes) {
      const answer = await page.request.fetch(path, {
        method,
        headers: origin ? { origin } : {},
        data: "{}",
      });
      expect({ path, status: answer.status() }).toEqual({ path, status: 403 });
    }
  });

/** An action as its own page sends it: somebody nobody knows who signs in. */
async function catchAction(page: Page) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(`${unique("nobody").replace(" ", "-")}@ferry.example`);
  await page.getByLabel("Password", { exact: true }).fill("guessed");
  const sent = page.waitForRequest((request) => "next-action" in request.headers());
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const request = await sent;
  await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  const { "next-action": action = "", "content-type": type = "" } = await request.allHeaders();
  const headers = { "next-action": action, "content-type": type, accept: "text/x-component" };
  return { url: request.url(), headers, body: request.postData() ?? "" };
}

test("no action is done for a page of another site, whatever its proxies say", async ({ page, baseURL }) => {
  const { url, headers, body } = await catchAction(page);
  const send = (more: Record<string, string>) =>
    page.request.post(url, { headers: { ...headers, ...more }, data: body });
  for (const more of [
    {},
    { origin: evil },
    { origin: "null" },
    { origin: evil, "x-forwarded-host": "evil.example" },
    { origin: evil, "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
  ] as Record<string, string>[])
    expect((await send(more)).status()).toBe(403);
  // The same words from its own page are heard.
  const heard = await send({ origin: baseURL ?? "" });
  expect(heard.status()).toBe(200);
  expect(await heard.text()).toContain("wrong_credentials");
});

test("a page at another port of the machine, which the cookies reach, changes nothing", async ({
  page,
  baseURL,
}) => {
  await signIn(page, "administrator");
  const server = createServer(({ url }, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(
      `<form method="post" action="${baseURL}${url}" enctype="multipart/form-data"><button>go</button></form>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  for (const path of ["/data/exports", "/api/customers", "/api/uploads"]) {
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}${path}`);
    const answered = page.waitForResponse((answer) => answer.url() === `${baseURL}${path}`);
    await page.getByRole("button").click();
    const answer = await answered;
    expect((await answer.request().allHeaders()).cookie).toContain("session-token");
    expect({ path, status: answer.status() }).toEqual({ path, status: 403 });
  }
  server.close();
});

const megabyte = 1_048_576;

test("what is longer than anything that is asked is refused as too large", async ({ page, baseURL }) => {
  await signIn(page, "administrator");
  const origin = baseURL ?? "";
  const routes = {
    "/api/customers": 2,
    "/api/segments/preview": 2,
    "/api/segments/values": 2,
    "/api/auth/callback/credentials": 0,
  };
  for (const [path, most] of Object.entries(routes)) {
    const data = "x".repeat(most * megabyte + 20_000);
    const answer = await page.request.post(path, { headers: { origin, "content-type": "text/plain" }, data });
    expect({ path, status: answer.status() }).toEqual({ path, status: 413 });
  }
  const file = { origin, "x-file-name": "a.csv", "x-file-bytes": String(5 * 1024 ** 3) };
  expect((await page.request.post("/api/uploads", { headers: file, data: "a" })).status()).toBe(413);
  await page.context().clearCookies();
  const { url, headers } = await catchAction(page);
  const sent = { headers: { ...headers, origin }, data: "x".repeat(megabyte + 1) };
  expect((await page.request.post(url, sent)).status()).toBe(413);
});

test("so is an endless one whose length nobody told", async ({ page, baseURL }) => {
  await signIn(page, "administrator");
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const path of ["/data/exports", "/api/customers"]) {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        if (sent > 8 * megabyte) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const headers = {
      cookie,
      origin: baseURL ?? "",
      "next-action": "00".repeat(21),
      "content-type": "text/plain",
    };
    const answer = await fetch(`${baseURL}${path}`, {
      method: "POST",
      headers,
      body,
      duplex: "half",
    } as RequestInit);
    expect({ path, status: answer.status }).toEqual({ path, status: 413 });
  }
});

test("no address of Ferry's leads to another site", async ({ page, baseURL }) => {
  await signIn(page, "administrator");
  const home = new URL(baseURL ?? "").origin;
  const names = ["callbackUrl", "redirectTo", "redirect", "next", "from", "returnTo", "url"];
  const targets = [evil, "//evil.example", "/\\evil.example", "javascript:alert(1)"];
  const places = [
    "/",
    "/sign-in",
    "/welcome",
    "/setup",
    "/proved",
    "/api/auth/callback/oidc",
    "/api/auth/signin",
    "/api/auth/error",
    "/api/oauth/klaviyo/callback",
  ];
  const asked = places.flatMap((place) =>
    targets.map((target) => `${place}?${new URLSearchParams(names.map((name) => [name, target]))}`),
  );
  const odd = [
    "//evil.example/",
    "/\\evil.example/",
    "//evil.example/%2e%2e",
    "/%2f%2fevil.example",
    "/data//evil.example/",
    "/https://evil.example/",
  ];
  for (const path of [...asked, ...odd]) {
    const answer = await page.request.get(`${home}${path}`, { maxRedirects: 0 });
    const location = answer.headers().location;
    const to = location === undefined ? home : new URL(location, `${home}/`).origin;
    expect({ path, to }).toEqual({ path, to: home });
  }
});

test("nor does a sign-in that brings its own way on", async ({ browser, baseURL }) => {
  const { request } = await browser.newContext({ baseURL });
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const home = new URL(baseURL ?? "").origin;
  const ways = { "callback/credentials": home, "signin/oidc": process.env.E2E_ISSUER, signout: home };
  for (const [path, to] of Object.entries(ways)) {
    const form = { csrfToken, callbackUrl: `${evil}/`, email: "nobody@ferry.example", password: "x" };
    const headers = { origin: baseURL ?? "" };
    const answer = await request.post(`/api/auth/${path}`, { headers, form, maxRedirects: 0 });
    const location = answer.headers().location ?? "/";
    expect({ path, to: new URL(location, baseURL).origin }).toEqual({ path, to });
    expect(decodeURIComponent(location)).not.toContain("evil.example");
  }
  const kept = await request.storageState();
  expect(kept.cookies.filter(({ value }) => decodeURIComponent(value).includes("evil.example"))).toEqual([]);
});
