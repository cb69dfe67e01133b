import { expect, expectAccessible, signIn, signInByForm, test } from "../support/ferry";

test("language and theme follow the person to another browser", async ({ page, browser, baseURL }) => {
  await signIn(page, "contributor");
  await page.goto("/account/preferences");
  await expectAccessible(page);
  await page.getByText("Dark", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expectAccessible(page);
  await page.getByText("Magyar", { exact: true }).click();
  await expect(page.getByRole("heading", { name: "Az Ön fiókja" })).toBeVisible();

  const elsewhere = await browser.newContext({ baseURL, locale: "en-GB" });
  const other = await elsewhere.newPage();
  await signInByForm(other, "contributor");
  await expect(other.getByRole("heading", { level: 1, name: "Exportálások" })).toBeVisible();
  await expect(other.locator("html")).toHaveAttribute("data-theme", "dark");
  await other.goto("/account/preferences");
  await other.getByText("English", { exact: true }).click();
  await expect(other.getByRole("heading", { name: "Your account" })).toBeVisible();
  await other.getByText("Light", { exact: true }).click();
  await expect(other.locator("html")).toHaveAttribute("data-theme", "light");
  await elsewhere.close();
});

test("a password is not changed without the current one, nor to a short one", async ({ page }) => {
  await signIn(page, "contributor");
  await page.goto("/account/password");
  await expectAccessible(page);
  await page.getByLabel("Current password").fill("wrong");
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Use at least 12 characters")).toBeVisible();
  await page.getByLabel("New password").fill("long enough to be one");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await expect(page.getByLabel("Current password")).toBeFocused();
});
