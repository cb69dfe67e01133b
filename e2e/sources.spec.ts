import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { readCsv } from "./support/csv";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";

const figure = (page: Page, label: string, value: string) =>
  page.locator("div").filter({ hasText: new RegExp(`^${value}${label}$`) });

async function chooseFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  await page
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
  await expect(page.getByRole("heading", { name: "How the file is read" })).toBeVisible();
}

/** Adds a source of ten customers and answers the prefix of their keys. */
async function addSource(page: Page, name: string): Promise<string> {
  const key = Math.random().toString(36).slice(2, 8);
  await page.goto("/data/sources/new");
  await chooseFile(page, "customers.csv", fileOf(key, 10));
  await page.getByLabel("Source name").fill(name);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("Successful").first()).toBeVisible();
  return key;
}

const fileOf = (key: string, people: number, city = "Pécs") =>
  `id,city,orders\n${Array.from({ length: people }, (_, n) => `${key}-${n},${city},${n}\n`).join("")}`;

async function uploadAgain(page: Page, fileName: string, content: string | Buffer): Promise<void> {
  await page.getByRole("link", { name: "Upload new file" }).click();
  await chooseFile(page, fileName, content);
}

test("a file for a source with customers says what it will change, and changes it when told", async ({
  page,
}) => {
  await signIn(page, "contributor");
  const name = unique("Shop");
  const key = await addSource(page, name);
  await uploadAgain(page, "again.csv", `${fileOf(key, 10)}${key}-new,Győr,1\n,Vác,2\n`);
  await expect(page.getByRole("radio", { name: /Keep them/ })).toBeChecked();
  await page.getByRole("button", { name: "Compare with what is there" }).click();

  await expect(page.getByRole("heading", { name: "What “again.csv” will change" })).toBeVisible();
  await expect(page.getByText("Waiting for your decision")).toBeVisible();
  for (const [label, value] of [
    ["New", "1"],
    ["Changed", "0"],
    ["Gone", "0"],
    ["Unchanged", "10"],
    ["Left out", "1"],
  ] as const)
    await expect(figure(page, label, value)).toBeVisible();
  await expect(page.getByText("“id” is empty")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Apply changes" }).click();
  await expect(page.getByText("Completed with warnings")).toBeVisible();
  await expect(figure(page, "Customers", "11")).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download as CSV" }).click(),
  ]);
  const lines = readCsv((await (await download.createReadStream()).toArray()).join(""));
  expect(lines).toEqual([
    {
      line: "13",
      reason: "“id” is empty, so nobody can tell whose data this is.",
      column: "id",
      first_line_with_key: "",
    },
  ]);
});

test("a file that is dropped changes nothing, and makes way for the next", async ({ page }) => {
  await signIn(page, "contributor");
  const key = await addSource(page, unique("Till"));
  const source = page.url();
  await uploadAgain(page, "again.csv", fileOf(key, 10, "Győr"));
  await page.getByRole("button", { name: "Compare with what is there" }).click();
  await expect(figure(page, "Changed", "10")).toBeVisible();

  await page.goto(`/data/sources/new?source=${source.split("/").at(-1)}`);
  await chooseFile(page, "other.csv", fileOf(key, 9));
  await page.getByRole("button", { name: "Compare with what is there" }).click();
  await expect(page.getByText("A file for this source waits for a decision.")).toBeVisible();

  await page.goto(source);
  await page.getByRole("button", { name: "Drop the file" }).click();
  const question = page.getByRole("alertdialog", { name: "Drop this file?" });
  await question.getByRole("button", { name: "Drop the file" }).click();
  await expect(page.getByText("The import was canceled, and nothing was changed")).toBeVisible();
  await expect(figure(page, "Customers", "10")).toBeVisible();
});

test("a replacement that takes away more than a fifth asks with the numbers first", async ({ page }) => {
  await signIn(page, "contributor");
  const key = await addSource(page, unique("Newsletter"));
  await uploadAgain(page, "rest.csv", fileOf(key, 7));
  await page.locator("label").filter({ hasText: "Take them out of this source" }).click();
  await page.getByRole("button", { name: "Compare with what is there" }).click();
  await expect(figure(page, "Gone", "3")).toBeVisible();
  await page.getByRole("button", { name: "Apply changes" }).click();
  const question = page.getByRole("alertdialog", { name: "Take 3 customers out of this source?" });
  await expect(question.getByText("does not name 3 of the 10 customers of this source (30%)")).toBeVisible();
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(figure(page, "Customers", "10")).toBeVisible();

  await page.getByRole("button", { name: "Apply changes" }).click();
  await question.getByRole("button", { name: "Take them out" }).click();
  await expect(page.getByText("Successful").first()).toBeVisible();
  await expect(figure(page, "Customers", "7")).toBeVisible();
});

test("a packed file is unpacked, its types are proposed and can be changed", async ({ page }) => {
  await signIn(page, "contributor");
  const key = Math.random().toString(36).slice(2, 8);
  const content = `id;paid;visits\n${key}-1;1.234;7\n${key}-2;5.678;8\n`;
  await page.goto("/data/sources/new");
  await chooseFile(page, "paid.csv.gz", gzipSync(content));
  await expect(page.getByText("The file is packed with gzip")).toBeVisible();
  await expect(page.getByLabel("Source name")).toHaveValue("paid");
  await page.getByLabel("Source name").fill(unique("Paid"));
  const visits = page.getByRole("group", { name: "visits" });
  await expect(visits.getByRole("button", { name: "Type" })).toContainText("Whole number");
  const paid = page.getByRole("group", { name: "paid" });
  await expect(paid.getByRole("button", { name: "Type" })).toContainText("Text");
  await paid.getByRole("button", { name: "Type" }).click();
  await page.getByRole("option", { name: "Decimal number, 1.234,5" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("Successful").first()).toBeVisible();
  await expect(
    page.getByRole("row", { name: /paid/ }).filter({ hasText: "Decimal number, 1.234,5" }),
  ).toBeVisible();
});
