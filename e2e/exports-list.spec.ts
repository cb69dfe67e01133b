import type { Page } from "@playwright/test";
import { addConnection } from "./support/connection";
import {
  chooseConnection,
  listField,
  openExport,
  openExports,
  pickList,
  pressRun,
  say,
  standing,
  tickSegment,
  untilEnded,
} from "./support/exports";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";
import { type KlaviyoAccount, addressesOn, openAccount } from "./support/klaviyo";
import { makeSegment } from "./support/people";

const t = say.en;
const connection = unique("Lists of the spec");
const segment = unique("Brno");
const name = unique("Brno to Mondays");
const copy = name.replace("Mondays", "Tuesdays");
// What both exports, and no other, are found by.
const mark = name.split(" ").at(-1) ?? "";
let account: KlaviyoAccount;

// Two exports live through all of this.
test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(90_000);
  account = await openAccount(unique("Lists"), ["Mondays", "Tuesdays"]);
  const page = await browser.newPage({ baseURL: process.env.E2E_BASE_URL, locale: "en-GB" });
  await signIn(page, "administrator");
  await makeSegment(page, { name: segment, city: "Brno" });
  await addConnection(page, account, { name: connection });
  await page.context().close();
});

const rowOf = (page: Page, subject: string) => page.getByRole("row").filter({ hasText: subject });

async function choose(page: Page, subject: string, command: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${subject}` }).click();
  await page.getByRole("menuitem", { name: command, exact: true }).click();
}

test("a list that the account does not have is refused at its field, and nothing that was filled in is lost", async ({
  page,
}) => {
  const elsewhere = await openAccount(unique("Elsewhere"), ["Theirs"]);
  await signIn(page, "contributor");
  await openExports(page);
  await page.getByRole("link", { name: t.add }).first().click();
  await chooseConnection(page, connection);
  const title = page.getByRole("textbox", { name: t.name, exact: true });
  const list = listField(page);
  const save = page.getByRole("button", { name: t.save, exact: true });
  await title.fill(name);

  await list.fill("not-an-id");
  await list.press("Tab");
  await save.click();
  await expect(page.getByText("Choose at least one segment.")).toBeVisible();
  await expect(page.getByText("A Klaviyo list ID has six letters and digits")).toBeVisible();
  await expectAccessible(page);
  await tickSegment(page, segment);

  // One that does not exist, and one of somebody else's account, which sounds the same.
  for (const id of ["ZZZZZZ", elsewhere.lists.Theirs ?? ""]) {
    await list.fill(id);
    await list.press("Tab");
    await save.click();
    await expect(
      page.getByText(`There is no list ${id} in the Klaviyo account ${account.name}.`),
    ).toBeVisible();
    await expect(list).toHaveAttribute("aria-invalid", "true");
    await expect(list).toHaveValue(id);
    await expect(title).toHaveValue(name);
    await expect(page.getByRole("checkbox", { name: segment }).first()).toBeChecked();
    await expect(page).toHaveURL(/\/data\/exports\/new$/);
  }

  await list.fill(account.lists.Mondays ?? "");
  await list.press("Tab");
  await expect(page.getByText(`Mondays · ID ${account.lists.Mondays}`)).toBeVisible();
  await save.click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("an export is duplicated, and its schedule is turned off and on, for one and for several", async ({
  page,
}) => {
  await signIn(page, "contributor");
  await page.goto(`/data/exports?q=${mark}`);
  await expect(rowOf(page, name).getByText("Every refresh")).toBeVisible();
  await choose(page, name, "Create duplicate");
  await expect(page.getByRole("heading", { level: 1, name: "Edit export" })).toBeVisible();
  const title = page.getByRole("textbox", { name: t.name, exact: true });
  await expect(title).toHaveValue(`Copy of ${name}`);
  await expect(page.getByRole("radio", { name: "Only on demand" })).toBeChecked();
  await title.fill(copy);
  await pickList(page, "Tuesdays");
  await page.getByRole("button", { name: t.save, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: copy })).toBeVisible();

  await page.goto(`/data/exports?q=${mark}`);
  await expect(rowOf(page, copy).getByText("On demand")).toBeVisible();
  await choose(page, name, "Schedule");
  const panel = page.getByRole("dialog", { name: "Schedule" });
  await expectAccessible(page);
  await panel.getByText("Only on demand").click();
  await panel.getByRole("button", { name: t.save }).click();
  await expect(panel).toBeHidden();
  await expect(rowOf(page, name).getByText("On demand")).toBeVisible();

  for (const one of [name, copy]) await rowOf(page, one).getByRole("checkbox").click({ force: true });
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.getByRole("toolbar").getByRole("button", { name: "Schedule" }).click();
  await expect(panel.getByRole("radio", { name: "Keep individual schedules" })).toBeChecked();
  await panel.getByText("Define new schedule for all selected exports").click();
  await panel.getByText("Runs with every scheduled refresh").click();
  await panel.getByRole("button", { name: t.save }).click();
  for (const one of [name, copy]) await expect(rowOf(page, one).getByText("Every refresh")).toBeVisible();
});

test("the list of exports is used by the keyboard alone, and its address keeps search and order", async ({
  page,
}) => {
  await signIn(page, "contributor");
  const address = `/data/exports?q=${mark}&sort=name&order=descending`;
  await page.goto(address);
  const search = page.getByRole("searchbox", { name: t.search });
  const rows = page.getByRole("grid", { name: t.exports }).getByRole("row");
  await expect(search).toHaveValue(mark);
  await expect(page.getByRole("columnheader", { name: t.name })).toHaveAttribute("aria-sort", "descending");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText(copy);
  await expect(rows.nth(2)).toContainText(name);
  await expectAccessible(page);

  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page.getByText("1 selected")).toBeVisible();
  await expect(rows.nth(2)).toHaveAttribute("aria-selected", "true");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByText("1 selected")).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`${address.replaceAll("?", "\\?")}$`));
  await expect(search).toHaveValue(mark);
  await expect(rows.nth(1)).toContainText(copy);
});

test("removing a connection asks what becomes of each export; the detached one says so and wakes up on another", async ({
  page,
}) => {
  await signIn(page, "administrator");
  await page.getByRole("link", { name: "Connections", exact: true }).click();
  await expect(rowOf(page, connection).getByText("2 exports")).toBeVisible();
  await page.getByRole("link", { name: connection }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: `Remove “${connection}”?` });
  const about = (one: string) => question.getByRole("radiogroup", { name: `What happens to “${one}”` });
  await expect(about(name).getByRole("radio", { name: "Detach the connection" })).toBeChecked();
  await about(copy).getByText("Remove", { exact: true }).click();
  await expectAccessible(page);
  await question.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/connections$/);

  await page.goto(`/data/exports?q=${mark}`);
  await expect(rowOf(page, name).getByText("No connection")).toBeVisible();
  await expect(rowOf(page, name).getByText("Detached")).toBeVisible();
  await expect(rowOf(page, copy)).toHaveCount(0);
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  const run = page.getByRole("menuitem", { name: t.run, exact: true });
  await expect(run).toBeDisabled();
  await expect(run).toContainText("It has no connection. Edit it to choose one.");
  await page.keyboard.press("Escape");

  await openExport(page, name);
  await expect(page.getByText("This export has no connection. It keeps its settings")).toBeVisible();
  await expect(page.getByRole("button", { name: t.run, exact: true })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Choose a connection" }).click();
  await chooseConnection(page, "Klaviyo practice account");
  await pickList(page, "VIP customers");
  await expect(page.getByRole("checkbox", { name: segment }).first()).toBeChecked();
  await page.getByRole("button", { name: t.save, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await pressRun(page);
  await expect(standing(page)).toContainText(t.successful, untilEnded);
  await expect(page.getByRole("link", { name: /^Added: [1-9]/ })).toBeVisible();
  expect(await addressesOn(account, account.lists.Mondays ?? "")).toEqual([]);
});
