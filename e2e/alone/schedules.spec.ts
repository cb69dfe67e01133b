import type { Locator, Page } from "@playwright/test";
import { moveClockTo, resetClock } from "../support/clock";
import { addConnection } from "../support/connection";
import { addDestination, openExport, openExports, untilEnded } from "../support/exports";
import { type Language, expect, expectAccessible, signIn, test, unique } from "../support/ferry";
import { openAccount } from "../support/klaviyo";
import { makeSegment, uploadPeople } from "../support/people";

const words = {
  en: {
    system: "System",
    schedule: "Schedule",
    on: "Refresh on a schedule",
    every: "How often",
    weekly: "Weekly",
    days: ["Wednesday", "Saturday"],
    monday: "Monday",
    noDay: "Choose at least one day.",
    addTime: "Add time",
    time: (number: number) => `Time ${number}`,
    removeTime: "Remove time 2",
    twice: "This time is in the list already.",
    nextRuns: "Next runs",
    save: "Save",
    undo: "Undo",
    caution: /^This changes when \d+ exports?/,
    saved: "The system schedule is saved and on",
    edit: "Edit",
    own: "Runs on a schedule of its own",
    nextRun: /^Next run: /,
    history: "Runs",
    reason: "Own schedule",
    successful: "Successful",
    skipped: "Skipped",
    details: "Progress details",
    search: "Search tasks",
    zone: "Time zone",
    notSaved: "Not saved. Check what is marked below.",
  },
  hu: {
    system: "Rendszer",
    schedule: "Ütemezés",
    on: "Ütemezett frissítés",
    every: "Milyen gyakran",
    weekly: "Hetente",
    days: ["csütörtök", "péntek"],
    monday: "hétfő",
    noDay: "Válasszon legalább egy napot.",
    addTime: "Időpont hozzáadása",
    time: (number: number) => `${number}. időpont`,
    removeTime: "2. időpont törlése",
    twice: "Ez az időpont már szerepel a listában.",
    nextRuns: "Következő futások",
    save: "Mentés",
    undo: "Visszavonás",
    caution: /^Ez megváltoztatja, mikor fut \d+ exportálás/,
    saved: "A rendszerütemezés mentve és bekapcsolva",
    edit: "Szerkesztés",
    own: "Saját ütemezés szerint fut",
    nextRun: /^Következő futás: /,
    history: "Futtatások",
    reason: "Saját ütemezés",
    successful: "Sikeres",
    skipped: "Kihagyva",
    details: "Folyamat részletei",
    search: "Feladatok keresése",
    zone: "Időzóna",
    notSaved: "Nem mentettük. Ellenőrizze a megjelölt mezőket.",
  },
};

const city = unique("Eger");
const names = {
  en: { name: unique("Weekly to Mondays"), list: "Mondays" },
  hu: { name: unique("Hetente keddre"), list: "Tuesdays" },
};

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(90_000);
  const account = await openAccount(unique("Schedules"), ["Mondays", "Tuesdays"]);
  const page = await browser.newPage({ baseURL: process.env.E2E_BASE_URL, locale: "en-GB" });
  await signIn(page, "administrator");
  const people = [1, 2].map((number) => ({
    key: `${city}-${number}`,
    first: `Person ${number}`,
    email: `person${number}.${city.replaceAll(/\W/g, "")}@example.com`,
    city,
  }));
  const segment = unique("Of Eger");
  const connection = unique("Schedules of the spec");
  await uploadPeople(page, { name: unique("Eger customers"), people });
  await makeSegment(page, { name: segment, city });
  await addConnection(page, account, { name: connection });
  for (const { name, list } of Object.values(names))
    await addDestination(page, { connection, name, list, segment });
  await page.context().close();
});

test.afterAll(resetClock);

async function chooseWeekly(page: Page, t: (typeof words)["en"]): Promise<void> {
  await page.getByRole("button", { name: t.every }).click();
  await page.getByRole("option", { name: t.weekly }).click();
  await expect(page.getByRole("checkbox").first()).toBeVisible();
}

/** The first of the previewed instants. */
async function firstInstant(page: Page, t: (typeof words)["en"]): Promise<string> {
  const table = page.getByRole("group", { name: t.nextRuns });
  // What is shown until the answer is there is of the schedule before.
  await expect(page.locator('[aria-busy="false"]').filter({ has: table })).toBeVisible();
  const rows = table.getByRole("row");
  await expect(rows).toHaveCount(6);
  return (await rows.nth(1).locator("time").first().getAttribute("datetime")) ?? "";
}

async function typeTime(field: Locator, hour: string, minute: string): Promise<void> {
  const parts = field.getByRole("spinbutton");
  await parts.nth(0).pressSequentially(hour);
  await parts.nth(1).pressSequentially(minute);
  if ((await parts.count()) > 2) await parts.nth(2).press("a");
}

for (const language of ["en", "hu"] as Language[]) {
  const t = words[language];
  const { name } = names[language];
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test("a weekly system schedule is previewed, checked at its fields, saved, and undone", async ({
      page,
    }) => {
      await resetClock();
      await signIn(page, "administrator", language);
      await page.getByRole("link", { name: t.system, exact: true }).click();
      await page
        .getByRole("navigation", { name: t.system })
        .getByRole("link", { name: t.schedule, exact: true })
        .click();
      const isOn = page.getByRole("switch", { name: t.on });
      if (language === "en") await expect(isOn).not.toBeChecked();
      await expectAccessible(page);
      await chooseWeekly(page, t);
      for (const day of await page.getByRole("checkbox").all())
        if (await day.isChecked()) await day.locator("xpath=ancestor::label").click();
      await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(0);
      const save = page.getByRole("button", { name: t.save, exact: true });
      await save.click();
      await expect(page.getByText(t.noDay)).toBeVisible();
      await expect(page.getByText(t.notSaved)).toBeVisible();
      for (const day of t.days) await page.getByText(day, { exact: true }).click();
      await page.getByRole("button", { name: t.addTime }).click();
      await typeTime(page.getByRole("group", { name: t.time(2) }), "06", "00");
      await save.click();
      await expect(page.getByText(t.twice)).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("button", { name: t.removeTime }).click();
      if (!(await isOn.isChecked())) await page.locator("label").filter({ hasText: t.on }).click();
      await expect(isOn).toBeChecked();
      await expect(page.getByText(t.caution)).toBeVisible();
      const previewed = await firstInstant(page, t);
      await save.click();
      await expect(page.getByText(t.saved)).toBeVisible();
      await expect(page.getByText(t.caution)).toBeHidden();
      await page.reload();
      await expect(isOn).toBeChecked();
      expect(await firstInstant(page, t)).toBe(previewed);
      await page.getByText(t.monday, { exact: true }).click();
      await page.getByRole("button", { name: t.undo }).click();
      await expect(page.getByRole("checkbox", { name: t.monday })).not.toBeChecked();
      await expect(save).toBeDisabled();
    });

    test("an export on a weekly schedule of its own runs at the previewed instant, and says why", async ({
      page,
    }) => {
      await signIn(page, "administrator", language);
      await openExport(page, name, language);
      await page.getByRole("link", { name: t.edit, exact: true }).click();
      await page.getByText(t.own, { exact: true }).click();
      await chooseWeekly(page, t);
      await page.getByText(t.days[0] ?? "", { exact: true }).click();
      await expect(page.getByRole("checkbox", { name: t.days[0] })).toBeChecked();
      const previewed = await firstInstant(page, t);
      await expectAccessible(page);
      await page.getByRole("button", { name: t.save, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await expect(page.getByText(t.nextRun).first()).toBeVisible();

      await moveClockTo(previewed);
      const run = page.getByRole("region", { name: t.history }).getByRole("row").nth(1);
      await expect(async () => {
        await page.reload();
        await expect(run).toContainText(t.reason, { timeout: 1_000 });
        await expect(run).toContainText(t.successful, { timeout: 1_000 });
      }).toPass(untilEnded);
      await expectAccessible(page);
      await run.getByRole("link").first().click();
      await expect(page.getByText(t.reason, { exact: true })).toBeVisible();

      await page.goto("/admin/system/status");
      await page.getByRole("searchbox", { name: t.search }).fill(name);
      const task = page.getByRole("row").filter({ hasText: name });
      await expect(task.getByText(t.successful)).toBeVisible();
      await task.getByRole("button", { name: t.details }).click();
      const pane = page.getByRole("dialog", { name: t.details });
      await expect(pane.getByText(t.reason).first()).toBeVisible();
      await expectAccessible(page);
    });

    test("a system refresh does not make an export on its own schedule read Skipped", async ({ page }) => {
      await signIn(page, "administrator", language);
      await page.goto("/admin/system/schedule");
      // By the moved clock, so after the run above.
      await moveClockTo(await firstInstant(page, t));
      await expect(async () => {
        await page.reload();
        await expect(page.getByRole("group", { name: t.nextRuns }).getByRole("row")).toHaveCount(6);
      }).toPass(untilEnded);
      await openExports(page, language);
      await page.goto(`/data/exports?q=${encodeURIComponent(name)}`);
      const row = page.getByRole("row").filter({ hasText: name });
      await expect(row.getByText(t.successful)).toBeVisible();
      await expect(row.getByText(t.reason)).toBeVisible();
      await row.getByRole("link", { name, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await expect(page.getByText(t.skipped)).toHaveCount(0);
    });
  });
}
