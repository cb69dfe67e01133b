import { expect, signIn, test, unique } from "./support/ferry";

const file = (name: string, content: string | Buffer) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(content),
});

const refused: [why: string, content: string | Buffer, sentence: string][] = [
  ["is empty", "", "The file is empty."],
  [
    "has no header",
    "anna@example.com,Anna\nbela@example.com,Béla\n",
    "looks like data, not like column names",
  ],
  ["names a column twice", "id,name,Name\n1,a,b\n", "Several columns have the same name: Name"],
  ["is a zip renamed", Buffer.from("504b0304140000000800", "hex"), "This is a compressed file (zip)"],
];

for (const [why, content, sentence] of refused)
  test(`a file that ${why} gets its sentence and a way on`, async ({ page }) => {
    await signIn(page, "contributor");
    await page.goto("/data/sources/new");
    await page.locator("input[type=file]").setInputFiles(file("customers.csv", content));
    await expect(page.getByText(sentence)).toBeVisible();
    await page.getByRole("link", { name: "Choose another file" }).click();
    await expect(page.getByRole("heading", { name: "Add source" })).toBeVisible();
  });

test("lines that cannot be read are listed with number and reason, and the others go in", async ({
  page,
}) => {
  const key = Math.random().toString(36).slice(2, 8);
  const content = `id,orders\n${key}-1,3\n,4\n${key}-2,many\n${key}-1,5\n${key}-3,6,7\n${key}-4,8\n`;
  await signIn(page, "contributor");
  await page.goto("/data/sources/new");
  await page.locator("input[type=file]").setInputFiles(file("orders.csv", content));
  await page.getByLabel("Source name").fill(unique("Orders"));
  await page.getByRole("button", { name: "Key column" }).click();
  await page.getByRole("option", { name: "id" }).click();
  await page.getByRole("group", { name: "orders" }).getByRole("button", { name: "Type" }).click();
  await page.getByRole("option", { name: "Decimal number", exact: true }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("Completed with warnings")).toBeVisible();
  const lines = page.getByRole("grid", { name: "Lines left out" });
  await expect(lines.getByRole("row", { name: "3" }).filter({ hasText: "“id” is empty" })).toBeVisible();
  await expect(
    lines.getByRole("row", { name: "4" }).filter({ hasText: "“orders” is not a number" }),
  ).toBeVisible();
  await expect(
    lines.getByRole("row", { name: "5" }).filter({ hasText: "Same key as number 2" }),
  ).toBeVisible();
  await expect(
    lines.getByRole("row", { name: "6" }).filter({ hasText: "More values than columns" }),
  ).toBeVisible();
});

test("a taken source name is said at its field, and what was typed is kept", async ({ page }) => {
  await signIn(page, "contributor");
  await page.goto("/data/sources/new");
  await page.locator("input[type=file]").setInputFiles(file("a.csv", "id,city\n1,Szeged\n"));
  const name = page.getByLabel("Source name");
  await name.fill("Sample customers");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("This name is taken. Choose another.")).toBeVisible();
  await expect(name).toHaveValue("Sample customers");
  await expect(name).toBeFocused();
});
