import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { addConnection } from "./support/connection";
import { addDestination, openExport, pressRun, standing, untilEnded } from "./support/exports";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";
import { openAccount } from "./support/klaviyo";
import { makeSegment, uploadPeople } from "./support/people";

const city = unique("Town");
const segment = unique("People of the town");
const other = unique("Others of the town");
const connection = unique("Lives");
const destination = unique("Town to Klaviyo");
const key = (number: number) => `${city.toLowerCase().replace(/\W/g, "")}-${number}`;
const address = (number: number) => `${key(number)}@example.com`;

// One export and two segments live through all of this.
test.beforeAll(async ({ browser }) => {
  test.setTimeout(150_000);
  const account = await openAccount(unique("Lives"), ["Neighbours"]);
  const page = await browser.newPage({ baseURL: process.env.E2E_BASE_URL, locale: "en-GB" });
  await signIn(page, "administrator");
  const people = [1, 2, 3].map((n) => ({ key: key(n), first: `Person ${n}`, email: address(n), city }));
  await uploadPeople(page, { name: unique("Town register"), people });
  await makeSegment(page, { name: segment, city });
  await page.goto("/");
  await makeSegment(page, { name: other, city });
  await addConnection(page, account, { name: connection });
  await addDestination(page, { connection, name: destination, list: "Neighbours", segment });
  await page.context().close();
});

async function openSegments(page: Page, search: string): Promise<void> {
  await page.getByRole("link", { name: "Segments", exact: true }).first().click();
  await page.getByRole("searchbox", { name: "Search segments" }).fill(search);
}

async function openSegment(page: Page, name: string): Promise<void> {
  await openSegments(page, name);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

async function choose(page: Page, name: string, command: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: command, exact: true }).click();
}

test("a contributor makes a static segment of an uploaded list, after seeing whom it names", async ({
  page,
}) => {
  const name = unique("From a list");
  const lines = [address(1).toUpperCase(), address(2), address(2), `nobody-${key(9)}@example.com`];
  await signIn(page, "contributor");
  await page.getByRole("link", { name: "Segments", exact: true }).click();
  await page.getByRole("link", { name: "Segment from a list" }).click();
  await expectAccessible(page);
  await page.locator("input[type=file]").setInputFiles({
    name: "guests.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`Guest,E-mail\n${lines.map((line, index) => `${index},${line}`).join("\n")}\n`),
  });
  await expect(page.getByRole("button", { name: "Column", exact: false }).first()).toContainText("E-mail");
  await expect(page.getByRole("button", { name: "Compare with" })).toContainText("Addresses in");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Find customers" }).click();

  const found = page.getByRole("region", { name: "Found" });
  await expect(found.getByText("2 customers are named.")).toBeVisible();
  await expect(found).toContainText(/2\s*Lines matched|Lines matched\s*2/);
  await expect(found).toContainText(/1\s*Lines unknown|Lines unknown\s*1/);
  await expect(found).toContainText(/1\s*Lines repeated|Lines repeated\s*1/);
  await expectAccessible(page);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    found.getByRole("button", { name: "Download unknown lines" }).click(),
  ]);
  expect(readFileSync(await file.path(), "utf8")).toContain(`5,${lines[3]}`);

  await page.getByRole("textbox", { name: "Name" }).fill(segment);
  await page.getByRole("button", { name: "Make segment" }).click();
  await expect(page.getByText("This name is taken. Choose another.")).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Make segment" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("Static", { exact: true })).toBeVisible();
  await expect(page.getByRole("row", { name: /Person 1/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Person 3/ })).toHaveCount(0);
  await expectAccessible(page);
});

test("an inactive segment is not refreshed, and its export is skipped and says which segment", async ({
  page,
}) => {
  await signIn(page, "administrator");
  await openSegments(page, segment);
  await choose(page, segment, "Deactivate");
  const question = page.getByRole("alertdialog", { name: `Deactivate “${segment}”?` });
  await expect(question.getByRole("link", { name: destination })).toBeVisible();
  await expectAccessible(page);
  await question.getByRole("button", { name: "Deactivate" }).click();
  await expect(rowOf(page, segment).getByText("Inactive")).toBeVisible();

  await openExport(page, destination);
  await pressRun(page);
  await expect(standing(page)).toContainText("Skipped", untilEnded);
  await expect(page.getByText(`The segment “${segment}” is inactive.`).first()).toBeVisible();

  await openSegment(page, segment);
  await expect(page.getByText("This segment is inactive")).toBeVisible();
  await page.getByRole("button", { name: "More commands", exact: true }).click();
  await page.getByRole("menuitem", { name: "Activate", exact: true }).click();
  await expect(page.getByText("Up to date", { exact: true })).toBeVisible();
});

test("Manage exports adds a segment to an export, takes it out, and begins an export with it", async ({
  page,
}) => {
  await signIn(page, "administrator");
  await openSegments(page, other);
  await choose(page, other, "Manage exports");
  const containing = page.getByRole("region", { name: "Exports with this segment" });
  const others = page.getByRole("region", { name: "Exports without this segment" });
  await expect(containing.getByText("No export has this segment.")).toBeVisible();
  await expectAccessible(page);
  await others.getByRole("button", { name: `Add segment to ${destination}` }).click();
  await expect(containing.getByRole("row", { name: new RegExp(destination) })).toBeVisible();

  await page.getByRole("link", { name: "Add export" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Add destination" })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: other }).first()).toBeChecked();
  await page.goBack();
  await containing.getByRole("button", { name: `Take out of ${destination}` }).click();
  await expect(containing.getByText("No export has this segment.")).toBeVisible();

  await openSegment(page, segment);
  const pages = page.getByRole("navigation", { name: "Pages of this segment" });
  await pages.getByRole("link", { name: /^Exports/ }).click();
  await expect(containing.getByText("Its only segment")).toBeVisible();
});

test("a segment that an export uses is not removed, and says by name what uses it", async ({ page }) => {
  await signIn(page, "contributor");
  await openSegments(page, segment);
  await choose(page, segment, "Remove");
  const told = page.getByRole("dialog", { name: `“${segment}” is in use` });
  await expect(told.getByRole("link", { name: destination })).toBeVisible();
  await expectAccessible(page);
  await told.getByRole("button", { name: "Close" }).first().click();
  await expect(rowOf(page, segment)).toBeVisible();
});

test("the history tells who changed what, compares two versions and restores an earlier one", async ({
  page,
}) => {
  const anew = unique("Renamed");
  await signIn(page, "contributor");
  await openSegment(page, other);
  await page.getByRole("button", { name: "More commands", exact: true }).click();
  await page.getByRole("menuitem", { name: "Rename", exact: true }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill(anew);
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: anew })).toBeVisible();

  await page.getByRole("link", { name: "History", exact: true }).click();
  await expect(rowOf(page, "Version 2 (current)").getByText("Renamed", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await choose(page, "Version 2", "Compare with the one before");
  const compared = page.getByRole("region", { name: "From version 1 to version 2" });
  await expect(compared.getByText(`“${other}” → “${anew}”`)).toBeVisible();
  await expectAccessible(page);
  await choose(page, "Version 1", "Restore");
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore" }).click();
  await expect(page.getByRole("heading", { level: 1, name: other })).toBeVisible();
  await expect(rowOf(page, "Version 3 (current)").getByText("Version 1 restored")).toBeVisible();
});

test("two who edit one segment do not save over each other unawares", async ({ page, browser }) => {
  const theirs = await browser.newPage({ baseURL: process.env.E2E_BASE_URL, locale: "en-GB" });
  await signIn(theirs, "administrator");
  await openSegment(theirs, other);
  await signIn(page, "contributor");
  await openSegment(page, other);
  for (const one of [page, theirs]) await one.getByRole("link", { name: "Edit", exact: true }).click();
  const [mine, first] = [unique("Mine"), unique("Theirs")];
  await theirs.getByLabel("Name", { exact: true }).fill(first);
  await theirs.getByRole("button", { name: "Save", exact: true }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: first })).toBeVisible();

  await page.getByLabel("Name", { exact: true }).fill(mine);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("changed this segment while you were editing it")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(mine);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: mine })).toBeVisible();
  await theirs.context().close();
});

test("tags are put on several segments, and the list is filtered by type and tag in its address", async ({
  page,
}) => {
  const tag = unique("tag").slice(0, 20);
  await signIn(page, "contributor");
  await openSegments(page, segment);
  await rowOf(page, segment).getByRole("checkbox").check({ force: true });
  await page.getByRole("button", { name: "Edit tags" }).click();
  const panel = page.getByRole("dialog", { name: "Edit tags" });
  await panel.getByRole("textbox", { name: "New tag" }).fill(tag);
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(rowOf(page, segment).getByText(tag)).toBeVisible();

  await page.goto(`/data/segments?tag=${encodeURIComponent(tag)}&kind=dynamic`);
  await expect(rowOf(page, segment)).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.goto(`/data/segments?tag=${encodeURIComponent(tag)}&kind=static`);
  await expect(page.getByText("No segment is of this kind.")).toBeVisible();
  await expectAccessible(page);
});

test("a segment is made static and dynamic again, counts its rules, and is downloaded", async ({ page }) => {
  await signIn(page, "contributor");
  await openSegment(page, segment);
  await page.getByRole("button", { name: "Count each rule alone" }).click();
  const counts = page.getByRole("table").filter({ hasText: "Finds alone" });
  await expect(counts.getByRole("row", { name: new RegExp(`${city}.*3`) })).toBeVisible();
  const more = page.getByRole("button", { name: "More commands", exact: true });
  await more.click();
  await page.getByRole("menuitem", { name: "Make static" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByText("The 3 members there are now stay")).toBeVisible();
  await question.getByRole("button", { name: "Make static" }).click();
  await expect(page.getByText("Static", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Refresh", exact: true })).toHaveCount(0);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    more.click().then(() => page.getByRole("menuitem", { name: "Download CSV" }).click()),
  ]);
  expect(readFileSync(await file.path(), "utf8")).toContain(address(3));
  await more.click();
  await page.getByRole("menuitem", { name: "Make dynamic" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Make dynamic" }).click();
  await expect(page.getByText("Dynamic", { exact: true })).toBeVisible();
  await expect(page.getByText("Up to date", { exact: true })).toBeVisible();
  await page.getByRole("tab", { name: "Table" }).click();
  await expect(page).toHaveURL(/trend=table/);
  await expectAccessible(page);
});

test("a viewer sees a segment's life, masked, and nothing that changes it", async ({ page }) => {
  await signIn(page, "viewer");
  await openSegments(page, segment);
  await expect(page.getByRole("button", { name: `Actions for ${segment}` })).toHaveCount(0);
  await page.getByRole("link", { name: segment, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: segment })).toBeVisible();
  await expect(page.getByRole("button", { name: "More commands" })).toHaveCount(0);
  expect(await page.content()).not.toContain(address(1));
  const id = page.url().split("/").at(-1) ?? "";
  expect((await page.request.get(`/api/segments/${id}/members`)).status()).toBe(403);
  await page.getByRole("link", { name: "History", exact: true }).click();
  await expect(page.getByText("Made", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Actions for Version 1" }).click();
  await expect(page.getByRole("menuitem", { name: "Restore" })).toHaveCount(0);
});
