import { type Locator, type Page, expect } from "@playwright/test";
import type { Language } from "./ferry";

/** The documented labels, and the words people read on the way from Add destination to closed books. */
export const say = {
  en: {
    exports: "Exports",
    search: "Search exports",
    add: "Add destination",
    connection: "Connection for export",
    name: "Display name",
    listId: "Klaviyo list ID",
    createList: "Create list",
    listName: "List name",
    email: "Email",
    segments: "Segments",
    save: "Save",
    run: "Run",
    members: "Members",
    successful: "Successful",
    withWarnings: "Completed with warnings",
    outcomes: {
      added: "Added",
      changed: "Changed",
      unchanged: "Unchanged",
      no_email: "No e-mail address",
      invalid_email: "Invalid e-mail address",
      duplicate: "Duplicate",
      rejected: "Rejected by Klaviyo",
      not_sent: "Not sent",
      in_progress: "In progress",
    },
  },
  hu: {
    exports: "Exportálások",
    search: "Exportálások keresése",
    add: "Célhely hozzáadása",
    connection: "Exportálási kapcsolat",
    name: "Megjelenítendő név",
    listId: "Klaviyo-listaazonosító",
    createList: "Lista létrehozása",
    listName: "Lista neve",
    email: "E-mail",
    segments: "Szegmensek",
    save: "Mentés",
    run: "Futtatás",
    members: "Tagok",
    successful: "Sikeres",
    withWarnings: "Figyelmeztetésekkel befejezve",
    outcomes: {
      added: "Hozzáadva",
      changed: "Módosítva",
      unchanged: "Változatlan",
      no_email: "Nincs e-mail-címe",
      invalid_email: "Érvénytelen e-mail-cím",
      duplicate: "Ismétlődő cím",
      rejected: "A Klaviyo elutasította",
      not_sent: "Nem küldtük el",
      in_progress: "Folyamatban",
    },
  },
};

export type Outcome = keyof typeof say.en.outcomes;

/** A run takes as long as Klaviyo takes for its import, and a little. */
export const untilEnded = { timeout: 30_000 };

/** Opens the list of exports by the navigation. */
export async function openExports(page: Page, language: Language = "en"): Promise<void> {
  const t = say[language];
  await page.getByRole("link", { name: t.exports, exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: t.exports })).toBeVisible();
}

/** Chooses where the export goes: one of the connections the person is offered. */
export async function chooseConnection(
  page: Page,
  connection: string,
  language: Language = "en",
): Promise<void> {
  await page.getByRole("button", { name: say[language].connection }).click();
  await page.getByRole("option", { name: connection }).click();
}

/** The field that takes a list's ID, or a part of its name. */
export function listField(page: Page, language: Language = "en"): Locator {
  return page.getByRole("combobox", { name: say[language].listId });
}

/** Picks a list by a part of its name. */
export async function pickList(page: Page, list: string, language: Language = "en"): Promise<void> {
  await listField(page, language).fill(list.slice(2).toUpperCase());
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.getByRole("option", { name: list }).click();
  await expect(page.getByRole("listbox")).toBeHidden();
  await expect(page.getByText(`${list} · `)).toBeVisible();
}

/** Ticks a segment among those that are exported. */
export async function tickSegment(page: Page, segment: string, language: Language = "en"): Promise<void> {
  const group = page.getByRole("group", { name: say[language].segments, exact: true });
  await group.getByText(segment).click();
  await expect(group.getByRole("checkbox", { name: segment })).toBeChecked();
}

interface Destination {
  connection: string;
  name: string;
  list: string;
  segment: string;
}

/** Adds a destination with nothing but what is required. Ends on the export's own page. */
export async function addDestination(page: Page, wanted: Destination): Promise<void> {
  await openExports(page);
  await page.getByRole("link", { name: say.en.add }).first().click();
  await chooseConnection(page, wanted.connection);
  await page.getByRole("textbox", { name: say.en.name, exact: true }).fill(wanted.name);
  await pickList(page, wanted.list);
  await tickSegment(page, wanted.segment);
  await page.getByRole("button", { name: say.en.save, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: wanted.name })).toBeVisible();
}

/** Opens an export by its name in the list. */
export async function openExport(page: Page, name: string, language: Language = "en"): Promise<void> {
  await openExports(page, language);
  await page.getByRole("searchbox", { name: say[language].search }).fill(name);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Presses Run on an export's page. Ends on the page of the run. */
export async function pressRun(page: Page, language: Language = "en"): Promise<void> {
  await page.getByRole("button", { name: say[language].run, exact: true }).click();
  await expect(page).toHaveURL(/\/data\/runs\/[0-9a-f-]{36}$/);
}

/** Chooses a command from the menu of an export's page. */
export async function chooseCommand(page: Page, command: string): Promise<void> {
  await page.getByRole("button", { name: "More commands", exact: true }).click();
  await page.getByRole("menuitem", { name: command, exact: true }).click();
}

/** What the run page says of where the run stands. */
export function standing(page: Page): Locator {
  return page.getByRole("main").getByRole("status").first();
}

/** The run's books hold exactly these outcomes, each leading to its people, and they add up to the members. */
export async function expectBooks(
  page: Page,
  expected: Partial<Record<Outcome, number>>,
  language: Language = "en",
): Promise<void> {
  const t = say[language];
  const books = page.getByRole("table").filter({ has: page.getByRole("columnheader", { name: t.members }) });
  for (const [outcome, people] of Object.entries(expected) as [Outcome, number][])
    await expect(
      books.getByRole("link", { name: `${t.outcomes[outcome]}: ${people}`, exact: true }),
    ).toBeVisible();
  const lines = await books.locator("tbody tr").allInnerTexts();
  const people = lines.map((line) => Number(/(\d+)\s*$/.exec(line)?.[1]));
  const sum = people.reduce((total, one) => total + one, 0);
  expect(sum).toBe(Object.values(expected).reduce((total, one) => total + one, 0));
  await expect(books.locator("tfoot td")).toHaveText(String(sum));
}
