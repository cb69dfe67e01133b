import { expect, expectAccessible, signIn, test } from "../support/ferry";

test("an administrator removes the sample with one action, after being told what goes", async ({ page }) => {
  await signIn(page, "administrator");
  await page.getByRole("button", { name: "Remove sample data" }).click();
  const question = page.getByRole("alertdialog", { name: "Remove the sample data?" });
  await expect(question).toContainText(
    "5,000 sample customers, 1 source, 3 segments, 1 connection and 1 export",
  );
  await expectAccessible(page);
  await question.getByRole("button", { name: "Remove sample data" }).click();
  await expect(page.getByText("Practice mode: nothing leaves this computer.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Newsletter readers in Hungary to Klaviyo" })).toHaveCount(0);
  await page.getByRole("link", { name: "Segments", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Segments" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Loyal customers" })).toHaveCount(0);
  await page.getByRole("link", { name: "Sources", exact: true }).click();
  await expect(page.getByRole("link", { name: "Sample customers" })).toHaveCount(0);
});
