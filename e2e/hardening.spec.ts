import { readFileSync } from "node:fs";
import { type APIResponse, type Page, test as plain } from "@playwright/test";
import { expect, signIn, test } from "./support/ferry";

const everywhere = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};
// Forms lead to Ferry, and to the single sign-on.
const issuer = process.env.E2E_ISSUER?.replaceAll(".", "\\.") ?? "";
const pagePolicy = new RegExp(
  String.raw`^default-src 'self'; script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'; script-src-attr 'none'; .*object-src 'none'; base-uri 'none'; form-action 'self' ${issuer}; frame-ancestors 'none'$`,
);
const routePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Kind = "page" | "route";
const answers: [what: string, path: string, status: number, kind: Kind, headers?: Record<string, string>][] =
  [
    ["a page", "/data/exports", 200, "page"],
    ["what a page fetches of another", "/data/exports?_rsc", 200, "page", { rsc: "1" }],
    ["a page with people", "/data/customers", 200, "page"],
    ["a page that is not there", "/nowhere", 404, "page"],
    ["a page of something that is not there", "/data/exports/none", 404, "page"],
    ["a redirect", "/", 307, "page"],
    ["the way out of signing in", "/welcome", 307, "page"],
    ["a route", "/api/segments", 200, "route"],
    ["a route that says no", "/api/exports/none", 404, "route"],
    ["a route that is not there", "/api/nowhere", 404, "route"],
    ["a method that is not there", "/api/uploads", 405, "route"],
    ["a download", "/api/audit?format=csv", 200, "route"],
    ["a download of a document", "/api/privacy/processing?format=markdown", 200, "route"],
    ["the API without a token", "/api/v1/runs/none", 401, "route"],
    ["the API's document", "/api/v1/openapi.json", 200, "route"],
    ["the sign-in's token", "/api/auth/csrf", 200, "route"],
    ["the library's own page", "/api/auth/signout", 404, "route"],
    ["a way back from nowhere", "/api/oauth/klaviyo/callback", 307, "route"],
    ["the state of the process", "/api/health/ready", 200, "route"],
  ];

function expectHeaders(answer: APIResponse, kind: Kind): void {
  const headers = answer.headers();
  expect(headers).toMatchObject(everywhere);
  expect(headers["permissions-policy"]).toContain("camera=(), ");
  expect(headers["cache-control"]).toContain("no-store");
  expect(headers["x-powered-by"]).toBeUndefined();
  // This Ferry is reached without TLS; alone/behind-proxy.spec.ts has one that is not.
  expect(headers["strict-transport-security"]).toBeUndefined();
  expect(headers["content-security-policy"]).toEqual(
    kind === "page" ? expect.stringMatching(pagePolicy) : routePolicy,
  );
  if (kind === "page") expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
}

test("every kind of answer carries its headers, and nothing that a person sees is kept", async ({ page }) => {
  await signIn(page, "administrator");
  for (const [what, path, status, kind, headers] of answers)
    await test.step(what, async () => {
      const answer = await page.request.get(path, { headers, maxRedirects: 0 });
      expect(answer.status()).toBe(status);
      expectHeaders(answer, kind);
    });
});

test("so do the answers to somebody who is not signed in, or may not", async ({ page }) => {
  for (const path of ["/sign-in", "/setup", "/set-password", "/data/exports"])
    expectHeaders(await page.request.get(path, { maxRedirects: 0 }), "page");
  const refused = await page.request.get("/api/segments");
  expect(refused.status()).toBe(401);
  expectHeaders(refused, "route");
  await signIn(page, "viewer");
  const forbidden = await page.request.get("/admin/audit");
  expect(forbidden.status()).toBe(403);
  expectHeaders(forbidden, "page");
});

test("what is the same for everybody is kept, and costs no look at who asks", async ({ page }) => {
  await page.goto("/sign-in");
  const script = await page.locator("script[src]").first().getAttribute("src");
  const headers = (await page.request.get(script ?? "")).headers();
  expect(headers).toMatchObject(everywhere);
  expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(headers["x-request-id"]).toBeUndefined();
});

const nonceOf = (answer: APIResponse) =>
  /'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "")?.[1];

test("each answer has a nonce of its own, on each of its scripts", async ({ page }) => {
  const [first, second] = [await page.request.get("/sign-in"), await page.request.get("/sign-in")];
  expect(nonceOf(first)).not.toBe(nonceOf(second));
  const scripts = (await first.text()).match(/<script[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(2);
  for (const script of scripts) expect(script).toContain(`nonce="${nonceOf(first)}"`);
});

const pages = [
  "/data/exports",
  "/data/exports/new",
  "/data/runs",
  "/data/segments",
  "/data/segments/new",
  "/data/customers",
  "/data/customers/fields",
  "/data/sources",
  "/data/sources/new",
  "/notifications",
  "/admin/connections",
  "/admin/permissions",
  "/admin/system/status",
  "/admin/system/schedule",
  "/admin/system/notifications",
  "/admin/system/about",
  "/admin/audit",
  "/admin/privacy",
  "/admin/privacy/retention",
  "/admin/api",
  "/account/profile",
  "/account/two-step",
];

async function countViolations(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.exposeFunction("ferryViolation", (what: string) => found.push(what));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (event) =>
      (window as never as { ferryViolation: (what: string) => void }).ferryViolation(
        `${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
      ),
    ),
  );
  return found;
}

for (const theme of ["light", "dark"])
  test(`no page asks for what its policy forbids (${theme})`, async ({ page, baseURL }) => {
    test.setTimeout(180_000);
    const violations = await countViolations(page);
    await signIn(page, "administrator");
    await page.context().addCookies([{ name: "ferry.theme", value: theme, url: baseURL ?? "" }]);
    for (const path of pages) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    }
    // What lies over the page brings styles of its own, also after a move inside the app.
    await page.getByRole("link", { name: "Exports", exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Exports" })).toBeVisible();
    await page.getByRole("button", { name: /^Theme/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toBeHidden();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(violations).toEqual([]);
  });

declare global {
  interface Window {
    hit?: string;
  }
}

// As if a page had a hole: what somebody wrote arrives as a part of the document.
const injections = {
  "a script": `<script>window.hit="script"</script>`,
  "a script with a nonce that was seen before": `<script nonce="c2VlbiBiZWZvcmUgc29tZQ==">window.hit="nonce"</script>`,
  "a script of another site": `<script src="https://evil.example/hit.js"></script>`,
  "a handler": `<img src="data:," onerror="window.hit='handler'">`,
  "an address that is a script": `<a id="lure" href="javascript:window.hit='address'">x</a>`,
  "a frame": `<iframe srcdoc="<script>parent.hit='frame'</script>"></iframe>`,
  "another place for all addresses": `<base href="https://evil.example/">`,
  "a style": `<style>html{--hit:style}</style>`,
};

for (const [what, html] of Object.entries(injections))
  plain(`${what} that got into a page does nothing`, async ({ page }) => {
    let isAsked = false;
    await page.route("https://evil.example/**", (route) => {
      isAsked = true;
      return route.fulfill({ contentType: "text/javascript", body: `window.hit="site"` });
    });
    await page.route("**/sign-in", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({
        response: answer,
        body: (await answer.text()).replace("<body>", `<body>${html}`),
      });
    });
    await page.goto("/sign-in");
    await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
    await page
      .locator("#lure")
      .click({ timeout: 1_000 })
      .catch(() => undefined); // only one of them is a link
    const found = await page.evaluate(() => ({
      hit: window.hit,
      base: document.baseURI,
      style: getComputedStyle(document.documentElement).getPropertyValue("--hit"),
    }));
    expect(found).toEqual({ hit: undefined, base: page.url(), style: "" });
    expect(isAsked).toBe(false);
  });

test("no other site can show Ferry in a frame", async ({ page }) => {
  const answer = await page.request.get("/sign-in");
  expect(answer.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
  await page.route("https://evil.example/", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<iframe src="${new URL(answer.url()).href}"></iframe>`,
    }),
  );
  await page.goto("https://evil.example/").catch(() => undefined);
  await expect(page.frameLocator("iframe").getByLabel("E-mail address")).toHaveCount(0);
});

test("what is refused is in the log, under the id that the answer bears", async ({ page }) => {
  await signIn(page, "administrator");
  const answer = await page.request.post("/data/exports", { headers: { origin: "https://evil.example" } });
  const { params } = (await answer.json()) as { params: { requestId: string } };
  const logs = (process.env.E2E_LOGS ?? "")
    .split(":")
    .map((folder) => readFileSync(`${folder}/web.log`, "utf8"));
  expect(answer.headers()["x-request-id"]).toBe(params.requestId);
  expect(logs.join()).toContain(params.requestId);
});
