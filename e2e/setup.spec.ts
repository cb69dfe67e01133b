import { expect, expectAccessible, test } from "./support/ferry";

test("the one-time link makes the first administrator of a live installation, once", async ({
  page,
  context,
}) => {
  const link = process.env.E2E_SETUP_LINK ?? "";
  await page.goto(link);
  await expectAccessible(page);
  await page.getByLabel("Your name").fill("Grace Hopper");
  await page.getByLabel("E-mail address").fill("grace@example.com");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expect(page.getByText("Use at least 12 characters")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Grace Hopper");

  await page.getByLabel("Password", { exact: true }).fill("nanoseconds of wire");
  await page.getByRole("button", { name: "Create administrator" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Segments" })).toBeVisible();
  // Live: nothing is sampled, and nothing calls it practice.
  await expect(page.getByText("There are no segments yet")).toBeVisible();
  await expect(page.getByText("Practice mode")).toHaveCount(0);

  await context.clearCookies();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
});
