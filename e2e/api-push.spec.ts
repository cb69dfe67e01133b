import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";

const say = {
  en: {
    create: "Create token",
    name: "Name",
    source: "Source",
    newSource: "New source",
    sourceName: "Source name",
    done: "Done",
    token: "Token",
    customers: "Customers",
    search: "Search customers",
    sources: "Sources",
    lastPush: "Last push",
    pushes: "Pushes",
    remove: "Remove",
    cancel: "Cancel",
    actions: (name: string) => `Actions for ${name}`,
    revoke: "Revoke",
    revoked: "Revoked",
    nobody: "Nobody matches",
  },
  hu: {
    create: "Token létrehozása",
    name: "Név",
    source: "Forrás",
    newSource: "Új forrás",
    sourceName: "Forrás neve",
    done: "Kész",
    token: "Token",
    customers: "Ügyfelek",
    search: "Ügyfelek keresése",
    sources: "Források",
    lastPush: "Utolsó beküldés",
    pushes: "Beküldések",
    remove: "Eltávolítás",
    cancel: "Mégse",
    actions: (name: string) => `Műveletek: ${name}`,
    revoke: "Visszavonás",
    revoked: "Visszavonva",
    nobody: "Senki sem felel meg ennek",
  },
};

/** What Ferry's processes have written of this so far. */
function readLogs(): string {
  const folders = (process.env.E2E_LOGS ?? "").split(path.delimiter);
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".log"))
      .map((name) => path.join(folder, name)),
  );
  return files.map((file) => readFileSync(file, "utf8")).join("");
}

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });

    test(`an administrator creates a token, pushes two people with it, sees them, and revokes it (${language})`, async ({
      page,
      request,
    }) => {
      const t = say[language];
      const tokenName = unique("Webshop");
      const sourceName = unique("Webshop customers");
      const [ann, bob] = [unique("Ann"), unique("Bob")];
      await signIn(page, "administrator", language);
      await page.getByRole("link", { name: "API", exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: "API" })).toBeVisible();
      await expectAccessible(page);

      await page.getByRole("button", { name: t.create }).click();
      const panel = page.getByRole("dialog", { name: t.create });
      await panel.getByRole("textbox", { name: t.name, exact: true }).fill(tokenName);
      await panel.getByRole("button", { name: t.source }).click();
      await page.getByRole("option", { name: t.newSource }).click();
      await panel.getByRole("textbox", { name: t.sourceName }).fill(sourceName);
      await panel.getByText("profiles:delete", { exact: true }).click();
      await expectAccessible(page);
      await panel.getByRole("button", { name: t.create }).click();
      const token = (await page.getByRole("group", { name: t.token, exact: true }).textContent()) ?? "";
      expect(token).toMatch(/^ferry_/);
      await expectAccessible(page);
      await page.getByRole("button", { name: t.done }).click();
      const row = page.getByRole("row").filter({ hasText: tokenName });
      await expect(row).toContainText(`…${token.slice(-4)}`);
      await page.reload();
      await expect(row).toBeVisible();
      expect(await page.content()).not.toContain(token);

      const profiles = [
        { key: ann, attributes: { display_name: ann, email: "ann@example.com" } },
        { key: bob, attributes: { display_name: bob, orders: 2 } },
      ];
      const send = () =>
        request.post("/api/v1/profiles", {
          headers: { authorization: `Bearer ${token}` },
          data: { profiles },
        });
      const answer = await send();
      expect(answer.status()).toBe(200);
      expect(await answer.json()).toMatchObject({ counts: { new: 2, refused: 0 } });

      await page.getByRole("link", { name: t.customers, exact: true }).click();
      for (const name of [ann, bob]) {
        await page.getByRole("searchbox", { name: t.search }).fill(name);
        await expect(page.getByRole("row").getByRole("link", { name })).toBeVisible();
      }
      const gone = await request.delete("/api/v1/profiles", {
        headers: { authorization: `Bearer ${token}` },
        data: { keys: [bob] },
      });
      expect(await gone.json()).toMatchObject({ counts: { removed: 1 } });
      await page.reload();
      await page.getByRole("searchbox", { name: t.search }).fill(bob);
      await expect(page.getByRole("row").filter({ hasText: t.nobody })).toBeVisible();
      await expect(page.getByRole("row").getByRole("link", { name: bob })).toHaveCount(0);
      await page.getByRole("link", { name: t.sources, exact: true }).click();
      await page.getByRole("grid").getByRole("link", { name: sourceName, exact: true }).click();
      await expect(page.getByText(t.lastPush)).toBeVisible();
      await expect(page.getByRole("row").filter({ hasText: "display_name" })).toBeVisible();
      const pushes = page.getByRole("grid", { name: t.pushes });
      await expect(pushes.getByRole("row").filter({ hasText: tokenName })).toHaveCount(2);
      await expectAccessible(page);
      await page.getByRole("button", { name: t.remove, exact: true }).click();
      await expect(page.getByRole("alertdialog")).toContainText(tokenName);
      await expectAccessible(page);
      await page.getByRole("button", { name: t.cancel, exact: true }).click();

      await page.getByRole("link", { name: "API", exact: true }).click();
      await page.getByRole("button", { name: t.actions(tokenName) }).click();
      await page.getByRole("menuitem", { name: t.revoke }).click();
      const question = page.getByRole("alertdialog");
      await expectAccessible(page);
      await question.getByRole("button", { name: t.revoke }).click();
      await expect(row).toContainText(t.revoked);
      const refused = await send();
      expect(refused.status()).toBe(401);
      expect(refused.headers()["content-type"]).toBe("application/problem+json");
      expect(await refused.json()).toMatchObject({ type: "urn:ferry:problem:token_revoked" });

      const logs = readLogs();
      expect(logs).toContain(answer.headers()["x-request-id"]);
      for (const secret of [token, ann, bob, "ann@example.com"]) expect(logs.includes(secret)).toBe(false);
    });
  });

test("a program runs an export with a token of its own, and the run says so", async ({ page, request }) => {
  const tokenName = unique("Nightly job");
  await signIn(page, "administrator");
  await page.getByRole("link", { name: "API", exact: true }).click();
  await page.getByRole("button", { name: "Create token" }).click();
  const panel = page.getByRole("dialog", { name: "Create token" });
  await panel.getByRole("textbox", { name: "Name", exact: true }).fill(tokenName);
  await panel.getByText("profiles:write", { exact: true }).click();
  await panel.getByText("exports:run", { exact: true }).click();
  await expect(panel.getByRole("button", { name: "Source" })).toHaveCount(0);
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Create token" }).click();
  const token = (await page.getByRole("group", { name: "Token", exact: true }).textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("link", { name: "Exports", exact: true }).click();
  await page
    .getByRole("grid")
    .getByRole("link", { name: "Newsletter readers in Hungary to Klaviyo" })
    .first()
    .click();
  await expect(page).toHaveURL(/exports\/[0-9a-f-]{36}/);
  const exportId = /exports\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
  const headers = { authorization: `Bearer ${token}`, "idempotency-key": "nightly" };
  const ask = () => request.post(`/api/v1/exports/${exportId}/runs`, { headers, data: {} });
  const first = (await (await ask()).json()) as { runId: string };
  expect(await (await ask()).json()).toEqual(first);
  await expect
    .poll(async () => {
      const told = await request.get(`/api/v1/runs/${first.runId}`, { headers });
      return ((await told.json()) as { isOver: boolean }).isOver;
    })
    .toBe(true);
  await page.goto(`/data/runs/${first.runId}`);
  await expect(page.getByText(`Started through the API by “${tokenName}”`)).toBeVisible();
  await expectAccessible(page);
});

test("a form without a name or a scope says so and keeps what was typed", async ({ page }) => {
  await signIn(page, "administrator");
  await page.goto("/admin/api");
  await page.getByRole("button", { name: "Create token" }).click();
  const panel = page.getByRole("dialog", { name: "Create token" });
  await panel.getByText("profiles:write", { exact: true }).click();
  await panel.getByRole("button", { name: "Create token" }).click();
  await expect(panel.getByText("Fill this in.").first()).toBeVisible();
  await expect(panel.getByText("Choose at least one scope.")).toBeVisible();
  await expect(panel.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
  await expectAccessible(page);
});

test("a contributor has no API page, and the document is there for programs", async ({ page, request }) => {
  await signIn(page, "contributor");
  await expect(page.getByRole("link", { name: "API", exact: true })).toHaveCount(0);
  expect((await page.goto("/admin/api"))?.status()).toBe(403);
  const document = await request.get("/api/v1/openapi.json");
  expect(await document.json()).toMatchObject({ openapi: "3.1.1" });
});
