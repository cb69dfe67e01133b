import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test, unique } from "../support/ferry";

const mark = unique("").trim();
const field = `Shoe size ${mark}`;
const [first, second] = [unique("First source"), unique("Second source")];

async function uploadSizes(page: Page, name: string, size: number): Promise<void> {
  await page.goto("/data/sources/new");
  // A field may be called like a column of the table that lists it.
  const content = `id,Type,${field}\n${mark}-1,a,${size}\n${mark}-2,b,${size + 1}\n`;
  await page.locator("input[type=file]").setInputFiles({
    name: "sizes.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(content),
  });
  await page.getByLabel("Source name").fill(name);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("Successful", { exact: true })).toBeVisible();
}

test.describe.configure({ mode: "serial" });

test("the field catalogue tells how full a field is, its values and who fills it", async ({ page }) => {
  await signIn(page, "contributor");
  await uploadSizes(page, first, 38);
  await uploadSizes(page, second, 42);
  await page.getByRole("link", { name: "Customers", exact: true }).click();
  await page.getByRole("link", { name: "Fields", exact: true }).click();
  await page.getByRole("searchbox", { name: "Search fields" }).fill(field);
  const row = page.getByRole("row").filter({ hasText: field });
  await expect(row.getByText(`${second} 2`)).toBeVisible({ timeout: 30_000 });
  await expect(row.getByText(`${first} 2`)).toBeVisible();
  await expect(row.getByText("38")).toBeVisible();
  await expect(row.getByText("Number", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Counted /)).toBeVisible();
  await expectAccessible(page);
});

test("a field becomes text, and not a date, since its values are none", async ({ page }) => {
  await signIn(page, "contributor");
  await page.goto("/data/customers/fields");
  await page.getByRole("searchbox", { name: "Search fields" }).fill(field);
  await page.getByRole("button", { name: `Actions for ${field}` }).click();
  await page.getByRole("menuitem", { name: "Change type or meaning" }).click();
  const panel = page.getByRole("dialog", { name: `Change “${field}”` });
  const choose = async (type: string) => {
    await panel.getByRole("button", { name: "Type" }).click();
    await page.getByRole("option", { name: type, exact: true }).click();
    await panel.getByRole("button", { name: "Save" }).click();
  };
  await choose("Date");
  await expect(panel.getByText("4 values are not of this type.")).toBeVisible();
  await expectAccessible(page);
  await choose("Text");
  await expect(panel).toBeHidden();
  await expect(
    page.getByRole("row").filter({ hasText: field }).getByText("Text", { exact: true }),
  ).toBeVisible();
});

test("the order of sources is changed by keyboard alone, and then the other source counts", async ({
  page,
}) => {
  await signIn(page, "contributor");
  await page.goto("/data/sources");
  const order = page.getByRole("region", { name: "Order of sources" });
  const places = order.getByRole("listitem");
  const placeOf = async (name: string) =>
    (await places.allTextContents()).findIndex((text) => text.includes(name));
  await expect(order.getByText("the one higher up counts")).toBeVisible();
  expect(await placeOf(first)).toBeLessThan(await placeOf(second));
  await order.getByRole("button", { name: `Move ${second} up` }).focus();
  while ((await placeOf(second)) > (await placeOf(first))) {
    const before = await placeOf(second);
    await page.keyboard.press("Enter");
    await expect.poll(() => placeOf(second)).toBe(before - 1);
  }
  await expectAccessible(page);
  await order.getByRole("button", { name: "Save order" }).click();
  await expect(order.getByRole("button", { name: "Save order" })).toBeHidden();
  await expect(order.getByRole("progressbar")).toBeHidden({ timeout: 30_000 });

  await page.goto("/data/customers");
  await page.getByRole("searchbox", { name: "Search customers" }).fill(`${mark}-1`);
  await page
    .getByRole("row")
    .filter({ hasText: `${mark}-1` })
    .getByRole("link")
    .first()
    .click();
  const attribute = page.getByRole("row").filter({ hasText: field });
  await expect(attribute.getByRole("link", { name: second })).toBeVisible();
  await expect(attribute.getByText(`${first}: 38`)).toBeVisible();
});

test("a viewer sees names in samples masked, and changes neither fields nor order", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto("/data/customers/fields");
  const name = page.getByRole("row").filter({ hasText: "first_name" });
  await expect(name.getByText("•••").first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
  await page.goto("/data/sources");
  await expect(page.getByRole("heading", { name: "Order of sources" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Move / })).toHaveCount(0);
});
