import { readFileSync } from "node:fs";
import { request as ask } from "node:http";
import { createServer } from "node:https";
import { expect, test } from "@playwright/test";
import { freePort } from "../../scripts/free-port";
import { type RunningFerry, startFerry } from "../../scripts/run-ferry";
import { selfSigned } from "../../tests/support/certificate";

test.use({ ignoreHTTPSErrors: true });

/** A reverse proxy as some are: it ends TLS, names another host, says from where it was asked, and believes nobody. */
async function startProxy(port: number, ferry: () => RunningFerry) {
  const server = createServer(selfSigned(), (incoming, outgoing) => {
    const { "x-forwarded-for": before, ...headers } = incoming.headers;
    const seen = [before, "203.0.113.7"].filter(Boolean).join(", ");
    const passed = { ...headers, host: "ferry.internal", "x-forwarded-for": seen };
    const { method, url } = incoming;
    const inner = ask(`${ferry().baseUrl}${url}`, { method, headers: passed }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

test("behind a proxy that ends TLS, Ferry works, holds browsers to TLS, and believes no page of another site", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const port = await freePort();
  const publicUrl = `https://localhost:${port}`;
  const env = { FERRY_PUBLIC_URL: publicUrl, TRUSTED_PROXIES: "1" };
  const ferry = await startFerry("live", { folder: "e2e-behind-proxy", env });
  const proxy = await startProxy(port, () => ferry);
  const link = /https:\S+\/setup\?token=\S+/.exec(ferry.said())?.[0] ?? "";
  const sentAction = page.waitForRequest((request) => "next-action" in request.headers());
  const opened = await page.goto(link);
  expect(opened?.headers()["strict-transport-security"]).toBe("max-age=63072000");
  await page.getByLabel("Your name").fill("Grace Hopper");
  await page.getByLabel("E-mail address").fill("grace@example.com");
  await page.getByLabel("Password", { exact: true }).fill("nanoseconds of wire");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Exports" })).toBeVisible();
  for (const { name, secure } of await page.context().cookies())
    expect({ name, secure }).toEqual({ name, secure: name !== "ferry.timeZone" && true });

  const routes = { "/api/segments": 200, "/api/v1/runs/none": 401 };
  for (const [path, status] of Object.entries(routes)) {
    const answer = await page.request.get(`${publicUrl}${path}`);
    expect(answer.status()).toBe(status);
    expect(answer.headers()["strict-transport-security"]).toBe("max-age=63072000");
  }

  const action = await sentAction;
  const { "next-action": id = "" } = await action.allHeaders();
  const origins = [
    "https://evil.example",
    "http://localhost",
    `http://localhost:${port}`,
    "https://ferry.internal",
  ];
  for (const origin of origins) {
    const headers = { "next-action": id, origin, "x-forwarded-host": new URL(origin).host };
    const answer = await page.request.post(publicUrl, { headers, data: "[]" });
    expect({ origin, status: answer.status() }).toEqual({ origin, status: 403 });
  }

  // Who says themselves where they come from is not believed; the proxy is.
  await page.request.get(`${publicUrl}/api/audit?format=csv`, {
    headers: { "x-forwarded-for": "198.51.100.1" },
  });
  const downloaded = await page.request.get(`${publicUrl}/api/audit?format=csv`);
  expect(await downloaded.text()).toContain("203.0.113.7");
  expect(await downloaded.text()).not.toContain("198.51.100.1");
  expect(readFileSync(`${ferry.dataDir}/web.log`, "utf8")).not.toContain("nanoseconds");
  proxy.closeAllConnections();
  proxy.close();
  expect(await ferry.stop()).toBe(0);
});
