import {
  beginConnection,
  finishConnection,
  handOverKey,
  practiceKey,
  say,
  watchForSecret,
} from "./support/connection";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });

    test(`an administrator connects Klaviyo by the documented steps, interrupted and resumed (${language})`, async ({
      page,
    }) => {
      const t = say[language];
      const name = unique("Newsletter");
      await signIn(page, "administrator", language);
      const expectNoSecret = watchForSecret(page, practiceKey);
      await beginConnection(page, name, language);
      await expectAccessible(page);

      // Left in the middle: the draft is in the list, and goes on where it was.
      await page.getByRole("link", { name: t.connections, exact: true }).first().click();
      const row = page.getByRole("row").filter({ hasText: name });
      await expect(row.getByText(t.draft, { exact: true })).toBeVisible();
      await expectAccessible(page);
      await row.getByRole("link", { name }).click();
      await handOverKey(page, practiceKey, language);
      await expect(page.getByText("Ferry Practice").first()).toBeVisible();
      await expectAccessible(page);

      // Denied first, then allowed, in Klaviyo's own page.
      await page.getByRole("button", { name: t.oauth }).click();
      await page.getByRole("button", { name: "Deny" }).click();
      await expect(page.getByRole("alert").filter({ hasText: /Klaviyo|Klaviyó/ })).toBeVisible();
      await page.getByRole("button", { name: t.oauth }).click();
      const answer = page.waitForRequest(/\/api\/oauth\/klaviyo\/callback/);
      await page.getByRole("button", { name: "Allow" }).click();
      const callback = (await answer).url();
      await finishConnection(page, name, language);

      // The way back works once.
      await page.goto(callback);
      await expect(page).toHaveURL(/problem=oauth_state_invalid/);
      await expect(page.getByRole("alert").filter({ hasText: /Klaviyo|Klaviyó/ })).toBeVisible();
      await expectNoSecret();
    });
  });

test("a public key, a wrong key and a taken name each get their sentence at their field", async ({
  page,
}) => {
  await signIn(page, "administrator");
  await beginConnection(page, unique("Keys"), "en");
  const key = page.getByLabel("Klaviyo API key", { exact: true });
  const next = page.getByRole("button", { name: "Continue", exact: true });
  await key.fill("AbC123");
  await next.click();
  await expect(page.getByText("This is a public key")).toBeVisible();
  await expect(key).toBeFocused();
  await key.fill("pk_0000000000000000000000000000000000");
  await next.click();
  await page.getByText("I agree", { exact: true }).click();
  await next.click();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByText("Klaviyo refused the key.")).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);

  await page.goto("/admin/connections/new");
  const name = page.getByLabel("Display name", { exact: true });
  await name.fill(" klaviyo PRACTICE account ");
  await next.click();
  await expect(page.getByText("This name is taken. Choose another.")).toBeVisible();
  await expect(name).toHaveValue(" klaviyo PRACTICE account ");
});

test("consent is withdrawn and given again, and a connection is removed, each after saying what it means", async ({
  page,
}) => {
  const name = unique("To be removed");
  await signIn(page, "administrator");
  await beginConnection(page, name, "en");
  await handOverKey(page, practiceKey, "en");
  await page.getByRole("button", { name: "Withdraw consent" }).click();
  const question = page.getByRole("alertdialog", { name: `Withdraw the consent for “${name}”?` });
  await expect(question).toContainText("Running exports stop before their next request");
  await question.getByRole("button", { name: "Withdraw consent" }).click();
  await expect(page.getByRole("checkbox", { name: "I agree" })).not.toBeChecked();
  const record = page.getByRole("grid", { name: "Consent record" });
  await expect(record.getByRole("row").filter({ hasText: "Ada Administrator" })).toHaveCount(1);
  await page.getByText("I agree", { exact: true }).click();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(record.getByRole("row").filter({ hasText: "Ada Administrator" })).toHaveCount(2);

  await page.getByRole("button", { name: "Remove", exact: true }).click();
  const last = page.getByRole("alertdialog", { name: `Remove “${name}”?` });
  await expectAccessible(page);
  await last.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/connections$/);
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("a contributor finds no connections in the navigation and is refused at their address", async ({
  page,
}) => {
  await signIn(page, "contributor");
  await expect(page.getByRole("link", { name: "Connections" })).toHaveCount(0);
  for (const path of ["/admin/connections", "/admin/connections/new", "/admin/connections/discover"])
    expect((await page.goto(path))?.status()).toBe(403);
  // Nor may they end somebody's trip to Klaviyo.
  expect((await page.request.get("/api/oauth/klaviyo/callback?state=x&code=y")).status()).toBe(403);
});

test("practice brings a connection that is ready, and a local Klaviyo with two lists to look at", async ({
  page,
}) => {
  await signIn(page, "administrator");
  await page.goto("/admin/connections");
  const row = page.getByRole("row").filter({ hasText: "Klaviyo practice account" });
  await expect(row.getByText("Active", { exact: true })).toBeVisible();
  await expect(row).toContainText("Ferry Practice");
  await page.goto(process.env.E2E_KLAVIYO ?? "");
  await expect(page.getByText("Newsletter").first()).toBeVisible();
  await expect(page.getByText("VIP customers").first()).toBeVisible();
});
