import { type Page, expect } from "@playwright/test";
import type { Language } from "./ferry";

const say = {
  en: {
    sources: "Sources",
    add: "Add source",
    name: "Source name",
    import: "Import",
    successful: "Successful",
    segments: "Segments",
    newSegment: "New segment",
    segmentName: "Name",
    field: "Field",
    value: "Value",
    save: "Save",
    upToDate: "Up to date",
  },
  hu: {
    sources: "Források",
    add: "Forrás hozzáadása",
    name: "Forrás neve",
    import: "Importálás",
    successful: "Sikeres",
    segments: "Szegmensek",
    newSegment: "Új szegmens",
    segmentName: "Név",
    field: "Mező",
    value: "Érték",
    save: "Mentés",
    upToDate: "Naprakész",
  },
};

/** A customer as a line of a file; `city` is what segments choose by. */
export interface Person {
  key: string;
  first: string;
  email: string;
  city: string;
  phone?: string;
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

function toCsv(people: Person[]): string {
  const lines = people.map(({ key, first, email, city, phone = "" }) => [key, first, email, phone, city]);
  const head = ["Customer ID", "First name", "E-mail", "Phone", "City"];
  return [head, ...lines].map((cells) => cells.map(quoted).join(",")).join("\n");
}

/** Brings people in as a file, through the form. */
export async function uploadPeople(
  page: Page,
  { name, people, language = "en" }: { name: string; people: Person[]; language?: Language },
): Promise<void> {
  const t = say[language];
  await page.getByRole("link", { name: t.sources, exact: true }).click();
  await page.getByRole("link", { name: t.add }).click();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "customers.csv", mimeType: "text/csv", buffer: Buffer.from(toCsv(people)) });
  await page.getByLabel(t.name).fill(name);
  await page.getByRole("button", { name: t.import, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText(t.successful, { exact: true })).toBeVisible();
}

interface Wanted {
  name: string;
  /** What the field has to be. */
  city: string;
  field?: string;
  language?: Language;
}

/** Makes the segment of everybody in a city, through the form, and waits until its members are known. */
export async function makeSegment(
  page: Page,
  { name, city, field = "City", language = "en" }: Wanted,
): Promise<void> {
  const t = say[language];
  await page.getByRole("link", { name: t.segments, exact: true }).click();
  await page.getByRole("link", { name: t.newSegment }).click();
  await page.getByLabel(t.segmentName, { exact: true }).fill(name);
  await page.getByRole("combobox", { name: t.field }).fill(field);
  await page.getByRole("option", { name: field, exact: true }).click();
  await page.getByRole("combobox", { name: t.value, exact: true }).fill(city);
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: t.save, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText(t.upToDate, { exact: true })).toBeVisible();
}
