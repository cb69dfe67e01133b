import {
  beginConnection,
  finishConnection,
  handOverKey,
  practiceKey,
  say,
  watchForSecret,
} from "./support/connection";
import { expect, expectAccessible, signInByForm, test } from "./support/ferry";

const grace = { email: "grace@example.com", password: "nanoseconds of wire" };

// One installation that begins empty: its first administrator, then its first connections.
test.describe.configure({ mode: "serial" });
test.use({ baseURL: process.env.E2E_LIVE_URL });

test("the one-time link makes the first administrator of a live installation, once", async ({
  page,
  context,
}) => {
  const link = process.env.E2E_SETUP_LINK ?? "";
  await page.goto(link);
  await expectAccessible(page);
  await page.getByLabel("Your name").fill("Grace Hopper");
  await page.getByLabel("E-mail address").fill(grace.email);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expect(page.getByText("Use at least 12 characters")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Grace Hopper");

  await page.getByLabel("Password", { exact: true }).fill(grace.password);
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Exports" })).toBeVisible();
  // Live: nothing is sampled, and nothing calls it practice.
  await expect(
    page.getByText("An export needs a connection to a Klaviyo account, and there is none yet."),
  ).toBeVisible();
  await expect(page.getByText("Practice mode")).toHaveCount(0);

  await context.clearCookies();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
});

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });

    test(`without an OAuth app the key is the credential (${language})`, async ({ page }) => {
      const name = `Key only ${language}`;
      await signInByForm(page, grace, language);
      const expectNoSecret = watchForSecret(page, practiceKey);
      await beginConnection(page, name, language);
      await handOverKey(page, practiceKey, language);
      await expect(page.getByText("KLAVIYO_CLIENT_ID")).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("button", { name: say[language].withKey }).click();
      await finishConnection(page, name, language);
      await expectNoSecret();
    });
  });
