import { expect, signIn, test, unique } from "./support/ferry";

test("F37: a form is not lost while the browser is offline, and saves once it is back", async ({
  page,
  context,
}) => {
  const name = unique("Offline");
  await signIn(page, "contributor");
  await page.goto("/data/segments/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("combobox", { name: "Value", exact: true }).fill("Szeged");
  await page.keyboard.press("Tab");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Ferry could not be reached.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("F37: a form is not lost when the session ends under it", async ({ page, context }) => {
  const name = unique("Signed out");
  await signIn(page, "contributor");
  await page.goto("/data/segments/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("combobox", { name: "Value", exact: true }).fill("Szeged");
  await page.keyboard.press("Tab");
  await context.clearCookies({ name: /authjs/ });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("You were signed out.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  const other = await context.newPage();
  await signIn(other, "contributor");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("F37: a deploy under an open tab is said, and the form stays", async ({ page }) => {
  const name = unique("Deployed");
  await signIn(page, "contributor");
  await page.goto("/data/segments/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  // What a tab of an older build sends: an action this build does not know.
  await page.route("**/data/segments/new", (route) => {
    const headers = { ...route.request().headers(), "next-action": "00".repeat(21) };
    return route.request().method() === "POST" ? route.continue({ headers }) : route.continue();
  });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Ferry was updated while this page was open.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
});

test("F37: a segment's refresh is picked up after the browser was offline", async ({ page, context }) => {
  await signIn(page, "contributor");
  await page.getByRole("link", { name: "Segments", exact: true }).click();
  await page.getByRole("button", { name: "Refresh all" }).click();
  await expect(page.getByText("Refreshing", { exact: true }).first()).toBeVisible();
  await context.setOffline(true);
  await context.setOffline(false);
  const row = page.getByRole("row", { name: /Loyal customers/ });
  await expect(row.getByText("Up to date")).toBeVisible();
});

test("leaving a form with unsaved changes asks", async ({ page }) => {
  await signIn(page, "contributor");
  await page.goto("/data/segments/new");
  await page.getByLabel("Name", { exact: true }).fill("Half a thought");
  await page.getByRole("link", { name: "Customers", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "Stay on the page" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Half a thought");
});
