import type { Locator, Page } from "@playwright/test";
import { addConnection } from "./support/connection";
import {
  addDestination,
  chooseCommand,
  expectBooks,
  openExport,
  pressRun,
  standing,
  untilEnded,
} from "./support/exports";
import { type Language, expect, expectAccessible, signIn, test, unique } from "./support/ferry";
import {
  type KlaviyoAccount,
  addressesOn,
  holdNextImport,
  importsOf,
  openAccount,
  refuseInNextImport,
} from "./support/klaviyo";
import { makeSegment, uploadPeople } from "./support/people";

const mark = unique("").trim();
const connection = unique("Course of the spec");
const name = unique("Twenty people to Mondays");
const INVALID = 5;
const people = Array.from({ length: 20 }, (_, index) => ({
  key: `${mark}-${index}`,
  first: `Person ${index}`,
  email: index < INVALID ? `person ${index} at ${mark}` : `person${index}.${mark}@example.com`,
  city: `Vác ${mark}`,
}));
let account: KlaviyoAccount;

const words = {
  en: {
    why: "5 of 20 addresses are invalid: 25 %.",
    plan: "Planned: 20 members; 15 to add, 0 to change, 0 unchanged, 0 to take off; 5 invalid addresses.",
    held: "Needs approval",
    ask: "An administrator has to release or cancel the run.",
    release: "Release",
    cancel: "Cancel run",
    canceled: "Canceled",
    compared: "Plan and result",
    asPlanned: "There is no difference from the plan.",
  },
  hu: {
    why: "20 címből 5 érvénytelen: 25%.",
    plan: "Terv: 20 tag; 15 hozzáadandó, 0 módosítandó, 0 változatlan, 0 leveendő; 5 érvénytelen cím.",
    held: "Jóváhagyásra vár",
    ask: "A futást egy rendszergazdának kell jóváhagynia vagy megszakítania.",
    release: "Jóváhagyás",
    cancel: "Futtatás megszakítása",
    canceled: "Megszakítva",
    compared: "Terv és eredmény",
    asPlanned: "Nincs eltérés a tervtől.",
  },
};

// One export lives through all of this.
test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(90_000);
  account = await openAccount(unique("Course"), ["Mondays"]);
  const page = await browser.newPage({ baseURL: process.env.E2E_BASE_URL, locale: "en-GB" });
  await signIn(page, "administrator");
  const segment = unique("Vác");
  await uploadPeople(page, { name: unique("Vác customers"), people });
  await makeSegment(page, { name: segment, city: `Vác ${mark}` });
  await addConnection(page, account, { name: connection });
  await addDestination(page, { connection, name, list: "Mondays", segment });
  await page.context().close();
});

/** A line of the table that holds the plan against the result: planned, result, difference. */
function compared(page: Page, label: string, language: Language = "en"): Locator {
  const section = page.getByRole("region", { name: words[language].compared });
  return section
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: label, exact: true }) })
    .getByRole("cell");
}

async function expectHeld(page: Page, language: Language): Promise<void> {
  const t = words[language];
  await expect(standing(page)).toContainText(t.held, untilEnded);
  await expect(page.getByText(t.why)).toBeVisible();
  await expect(page.getByText(t.plan)).toBeVisible();
  await expectAccessible(page);
}

test.describe("hu", () => {
  test.use({ language: "hu" });

  test("a held run shows its numbers; an administrator cancels it, and nothing was sent", async ({
    page,
  }) => {
    const t = words.hu;
    await signIn(page, "administrator", "hu");
    await openExport(page, name, "hu");
    await pressRun(page, "hu");
    await expectHeld(page, "hu");
    await page.getByRole("button", { name: t.cancel }).click();
    const question = page.getByRole("alertdialog", { name: `Megszakítja „${name}” futtatását?` });
    await question.getByRole("button", { name: t.cancel }).click();
    await expect(standing(page)).toContainText(t.canceled);
    await expect(page.getByText(t.why)).toBeHidden();
    await expectAccessible(page);
    expect(await importsOf(account)).toBe(0);
  });
});

test("a contributor cannot release a held run; an administrator does, and it ends as planned", async ({
  page,
  browser,
}) => {
  const t = words.en;
  const elsewhere = await browser.newContext({ baseURL: process.env.E2E_BASE_URL, locale: "en-GB" });
  const other = await elsewhere.newPage();
  await signIn(other, "contributor");
  await openExport(other, name);
  await pressRun(other);
  await expectHeld(other, "en");
  await expect(other.getByText(t.ask)).toBeVisible();
  await expect(other.getByRole("button", { name: t.release })).toHaveCount(0);

  await signIn(page, "administrator");
  await page.goto(other.url());
  await page.getByRole("button", { name: t.release }).click();
  const question = page.getByRole("alertdialog", { name: /^Release run #\d+\?$/ });
  await expect(question).toContainText(t.why);
  await expectAccessible(page);
  await question.getByRole("button", { name: t.release }).click();
  await expect(standing(page)).toContainText("Successful", untilEnded);
  await expectBooks(page, { added: 15, invalid_email: INVALID });
  await expect(compared(page, "Added")).toHaveText(["15", "15", "0"]);
  await expect(compared(page, "Invalid e-mail address")).toHaveText(["5", "5", "0"]);
  await expect(compared(page, "Imports sent")).toHaveText(["1", "1", "0"]);
  await expect(compared(page, "Requests to Klaviyo")).toHaveText([/^at least 2$/, /^\d+$/, ""]);
  await expect(page.getByText(t.asPlanned)).toBeVisible();
  expect(await addressesOn(account, account.lists.Mondays ?? "")).toHaveLength(15);
  // Whoever watched sees the end, too.
  await expect(standing(other)).toContainText("Successful", untilEnded);
  await elsewhere.close();
});

/** Starts a full resync and releases it, since a quarter of the addresses is still invalid. */
async function resync(page: Page): Promise<void> {
  await chooseCommand(page, "Full resync");
  const question = page.getByRole("alertdialog", { name: "Send everybody again?" });
  await expectAccessible(page);
  await question.getByRole("button", { name: "Full resync" }).click();
  await expect(page).toHaveURL(/\/data\/runs\/[0-9a-f-]{36}$/);
  await expect(standing(page)).toContainText("Needs approval", untilEnded);
  await page.getByRole("button", { name: "Release" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Release" }).click();
}

test("a full resync sends everybody again; whom Klaviyo refuses is told apart from the plan", async ({
  page,
}) => {
  await signIn(page, "administrator");
  await refuseInNextImport(account, 3);
  await openExport(page, name);
  await resync(page);
  await expect(standing(page)).toContainText("Completed with warnings", untilEnded);
  await expectBooks(page, { changed: 12, rejected: 3, invalid_email: INVALID });
  await expect(compared(page, "Changed")).toHaveText(["15", "12", "−3"]);
  await expect(compared(page, "Rejected by Klaviyo")).toHaveText(["–", "3", "+3"]);
  await expect(page.getByText("3 people planned to be changed were rejected by Klaviyo.")).toBeVisible();
  await expectAccessible(page);
});

test("Retry failed only sends those whom Klaviyo refused, and nobody else", async ({ page }) => {
  await signIn(page, "administrator");
  await openExport(page, name);
  await page.getByRole("grid", { name: "Runs" }).getByRole("row").nth(1).getByRole("link").first().click();
  await page.getByRole("button", { name: "Retry failed only" }).click();
  await expect(standing(page)).toContainText("Successful", untilEnded);
  await expectBooks(page, { changed: 3 });
  await expect(compared(page, "Changed")).toHaveText(["3", "3", "0"]);
});

test("the export's page charts its runs, by pointer and by keyboard, and says the same in a table", async ({
  page,
}) => {
  await signIn(page, "administrator");
  await openExport(page, name);
  const charts = page.getByRole("region", { name: "Over time" });
  const sent = charts.getByRole("list", { name: "Sent" }).getByRole("link");
  await expect(sent).toHaveCount(3);
  await sent.first().hover();
  await expect(charts.getByText(/^Run #\d+, .*: 15$/).first()).toBeVisible();
  await expectAccessible(page);

  await sent.last().focus();
  await page.keyboard.press("ArrowLeft");
  await expect(sent.nth(1)).toBeFocused();
  await expect(sent.nth(1)).toHaveAccessibleName(/: 12$/);
  await page.keyboard.press("Home");
  await expect(sent.first()).toBeFocused();

  await charts.getByRole("tab", { name: "Table" }).click();
  const lines = charts.getByRole("table").getByRole("row");
  await expect(lines).toHaveCount(4);
  await expect(lines.nth(2).getByRole("cell").nth(3)).toHaveText("12");
  await expectAccessible(page);
  await page.reload();
  await expect(lines).toHaveCount(4);
  await lines.nth(1).getByRole("link").click();
  await expectBooks(page, { changed: 3 });
});

test("a running run is canceled from its export's page, and what Klaviyo took is followed", async ({
  page,
}) => {
  await signIn(page, "administrator");
  const letThrough = await holdNextImport(account);
  await openExport(page, name);
  await resync(page);
  await expect(standing(page)).toContainText("Everybody is handed over; Klaviyo is asked", untilEnded);
  await page.getByRole("link", { name, exact: true }).first().click();
  await expect(page.getByRole("link", { name: "Processing: open the run" })).toBeVisible();
  await page.getByRole("button", { name: words.en.cancel }).click();
  const question = page.getByRole("alertdialog", { name: `Cancel the run of “${name}”?` });
  await expect(question).toContainText("What Klaviyo has taken already cannot be called back");
  await expectAccessible(page);
  await question.getByRole("button", { name: words.en.cancel }).click();
  await expect(page).toHaveURL(/\/data\/runs\/[0-9a-f-]{36}$/);
  await expect(standing(page)).toContainText("Ada Administrator canceled it.");
  await expect(compared(page, "In progress")).toHaveText(["–", "15"]);
  await letThrough();
  await expect(compared(page, "Changed")).toHaveText(["15", "15", "0"], untilEnded);
});
