import type { Page } from "@playwright/test";
import { addConnection } from "./support/connection";
import {
  addDestination,
  chooseCommand,
  expectBooks,
  openExport,
  openExports,
  pressRun,
  say,
  standing,
  untilEnded,
} from "./support/exports";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";
import {
  type KlaviyoAccount,
  addressesOn,
  deleteList,
  holdNextImport,
  importsOf,
  openAccount,
} from "./support/klaviyo";
import { makeSegment, uploadPeople } from "./support/people";

const t = say.en;
const mark = unique("").trim();
const connection = unique("Runs of the spec");
const name = unique("Three people to Fridays");
const people = ["anna", "bela", "cili"].map((first, index) => ({
  key: `${mark}-${index}`,
  first,
  email: `${first}.${mark}@example.com`,
  city: `Eger ${mark}`,
}));
const addresses = people.map(({ email }) => email).sort();
let account: KlaviyoAccount;
const listId = () => account.lists.Fridays ?? "";

// One export lives through all of this.
test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(90_000);
  account = await openAccount(unique("Runs"), ["Fridays"]);
  const page = await browser.newPage({ baseURL: process.env.E2E_BASE_URL, locale: "en-GB" });
  await signIn(page, "administrator");
  const segment = unique("Eger");
  await uploadPeople(page, { name: unique("Eger customers"), people });
  await makeSegment(page, { name: segment, city: `Eger ${mark}` });
  await addConnection(page, account, { name: connection });
  await addDestination(page, { connection, name, list: "Fridays", segment });
  await page.context().close();
});

async function setLimit(page: Page, limit: number): Promise<void> {
  await page.getByRole("link", { name: "Connections", exact: true }).first().click();
  await page.getByRole("link", { name: connection }).click();
  const field = page.getByRole("textbox", { name: "Profiles per export" });
  await field.fill(String(limit));
  await field.blur();
  await page.getByRole("button", { name: "Save limits" }).click();
  await expect(page.getByText("The limits are saved").last()).toBeVisible();
}

test("one person over the limit: nobody is sent, and it is said by how many and what to do", async ({
  page,
}) => {
  await signIn(page, "administrator");
  await setLimit(page, 2);
  await openExport(page, name);
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByText("These are 1 people more than the limit of 2.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Cancel", exact: true }).click();
  await pressRun(page);
  await expect(standing(page)).toContainText("Failed", untilEnded);
  await expect(standing(page)).toContainText(
    "The members are 1 person more than the limit of 2. Nobody was sent.",
  );
  await expect(page.getByText("ask an administrator to raise the limit on the connection")).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the connection" })).toBeVisible();
  await expectBooks(page, { not_sent: 3 });
  await expectAccessible(page);
  expect(await addressesOn(account, listId())).toEqual([]);
  expect(await importsOf(account)).toBe(0);
  await setLimit(page, 3);
});

test("a plan tells what a run would do, and sends nothing", async ({ page }) => {
  await signIn(page, "administrator");
  await openExport(page, name);
  await chooseCommand(page, "Plan");
  const plan = page.getByRole("dialog", { name: "Plan" });
  const figure = (label: string) =>
    plan.locator("dt", { hasText: label }).locator("xpath=following-sibling::dd[1]");
  await expect(figure("To add")).toHaveText("3", untilEnded);
  await expect(figure("Members in all")).toHaveText("3");
  await expect(figure("Requests to Klaviyo")).toHaveText("2");
  await expectAccessible(page);
  expect(await importsOf(account)).toBe(0);
});

test("while a run is going, a second click, another tab and another person get that run; it is canceled, and what Klaviyo took is followed", async ({
  page,
  browser,
}) => {
  test.setTimeout(90_000);
  await signIn(page, "administrator");
  const letThrough = await holdNextImport(account);
  await openExport(page, name);
  await pressRun(page);
  const run = page.url();
  await expect(standing(page)).toContainText("Everybody is handed over; Klaviyo is asked", untilEnded);
  await expect(page.getByRole("listitem").filter({ hasText: "Send (done)" })).toContainText("3 of 3");
  await expectAccessible(page);

  // On the export's page the button leads there.
  await page.getByRole("link", { name, exact: true }).first().click();
  await expect(page.getByRole("button", { name: t.run, exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "Open run" }).click();
  await expect(page).toHaveURL(run);

  // From the list, in another tab.
  const tab = await page.context().newPage();
  await runFromList(tab);
  await expect(tab).toHaveURL(run);
  await expect(tab.getByText(`“${name}” is running already. This is that run.`)).toBeVisible();
  await tab.close();

  // By somebody else.
  const other = await browser.newPage({ baseURL: process.env.E2E_BASE_URL, locale: "en-GB" });
  await signIn(other, "contributor");
  await runFromList(other);
  await expect(other).toHaveURL(run);
  await other.context().close();
  expect(await importsOf(account)).toBe(1);

  await page.getByRole("button", { name: "Cancel run" }).click();
  const question = page.getByRole("alertdialog", { name: `Cancel the run of “${name}”?` });
  await expect(question).toContainText("What Klaviyo has taken already cannot be called back");
  await expectAccessible(page);
  await question.getByRole("button", { name: "Keep running" }).click();
  await expect(question).toBeHidden();
  await page.getByRole("button", { name: "Cancel run" }).click();
  await question.getByRole("button", { name: "Cancel run" }).click();
  await expect(standing(page)).toContainText("Ada Administrator canceled it.");
  await expect(standing(page)).toContainText("What Klaviyo had taken before is still followed to its end.");
  await expectBooks(page, { in_progress: 3 });
  await expectAccessible(page);

  await letThrough();
  await expect(page.getByRole("link", { name: "Added: 3" })).toBeVisible(untilEnded);
  await expectBooks(page, { added: 3 });
  await expect(standing(page)).toContainText("Canceled");
  await expect(page.getByRole("button", { name: "Cancel run" })).toHaveCount(0);
  expect(await addressesOn(account, listId())).toEqual(addresses);
});

async function runFromList(page: Page): Promise<void> {
  await page.goto("/data/exports");
  await page.getByRole("searchbox", { name: t.search }).fill(name);
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: t.run, exact: true }).click();
  await expect(page).toHaveURL(/\/data\/runs\//);
}

test("a list that was deleted in Klaviyo ends the run before anything is sent, and the page says what to do", async ({
  page,
}) => {
  await signIn(page, "administrator");
  const before = await importsOf(account);
  await deleteList(account, listId());
  await openExport(page, name);
  await pressRun(page);
  await expect(standing(page)).toContainText("The list no longer exists at Klaviyo.", untilEnded);
  await expect(page.getByText("Choose another list in the export’s settings")).toBeVisible();
  expect(await importsOf(account)).toBe(before);
  await expectAccessible(page);

  // The history has all three runs, newest first, and the list shows the newest.
  await page.getByRole("link", { name, exact: true }).first().click();
  const history = page.getByRole("grid", { name: "Runs" });
  await expect(history.getByRole("row").nth(2)).toContainText("Canceled");
  await expect(history.getByRole("row").nth(3)).toContainText("Failed");
  await openExports(page);
  await page.getByRole("searchbox", { name: t.search }).fill(name);
  const status = page
    .getByRole("row")
    .filter({ hasText: name })
    .getByRole("link", { name: /open the run$/ });
  await status.click();
  await expect(standing(page)).toContainText("The list no longer exists at Klaviyo.");
});
