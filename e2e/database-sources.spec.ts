import type { Page } from "@playwright/test";
import { customerDatabase } from "./support/customer-database";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";

const say = {
  en: {
    sources: "Sources",
    add: "Add source",
    database: "PostgreSQL database",
    name: "Source name",
    address: "Connection string",
    table: "Table",
    test: "Test",
    connected: /Connected to PostgreSQL/,
    key: "Key column",
    save: "Save",
    refresh: "Refresh",
    successful: "Successful",
    gone: "Gone",
    refreshes: "Refreshes",
    customers: "Customers",
    search: "Search customers",
    edit: "Edit",
  },
  hu: {
    sources: "Források",
    add: "Forrás hozzáadása",
    database: "PostgreSQL-adatbázis",
    name: "Forrás neve",
    address: "Kapcsolati karakterlánc",
    table: "Tábla",
    test: "Tesztelés",
    connected: /Kapcsolódva: PostgreSQL/,
    key: "Kulcsoszlop",
    save: "Mentés",
    refresh: "Frissítés",
    successful: "Sikeres",
    gone: "Eltűnt",
    refreshes: "Frissítések",
    customers: "Ügyfelek",
    search: "Ügyfelek keresése",
    edit: "Szerkesztés",
  },
};

function shopOf(mark: string): string {
  return `CREATE TABLE customers (customer_id text PRIMARY KEY, full_name text, email text, orders int);
    INSERT INTO customers VALUES ('${mark}-1', 'Anna ${mark}', '${mark}1@example.com', 3),
      ('${mark}-2', 'Béla ${mark}', '${mark}2@example.com', 0), ('${mark}-3', 'Cili ${mark}', '${mark}3@example.com', 7)`;
}

async function openNewDatabase(page: Page, t: (typeof say)["en"] | (typeof say)["hu"]): Promise<void> {
  await page.getByRole("link", { name: t.sources, exact: true }).click();
  await page.getByRole("link", { name: t.add }).click();
  await page.getByRole("link", { name: t.database }).click();
  await expect(page.getByLabel(t.address)).toBeVisible();
}

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });

    test(`an administrator sets up a PostgreSQL source, tests it, saves it, refreshes it and sees its people (${language})`, async ({
      page,
    }) => {
      const t = say[language];
      const name = unique("Webshop");
      const mark = `w${Math.random().toString(36).slice(2, 8)}`;
      const shop = await customerDatabase(shopOf(mark));
      await signIn(page, "administrator", language);
      await openNewDatabase(page, t);
      await expectAccessible(page);
      await page.getByLabel(t.name).fill(name);
      await page.getByLabel(t.address, { exact: true }).fill(shop.connectionString);
      await page.getByLabel(t.table, { exact: true }).fill("customers");
      await page.getByRole("button", { name: t.test, exact: true }).click();
      await expect(page.getByRole("status").filter({ hasText: t.connected })).toBeVisible();
      await expect(page.getByRole("cell", { name: `Anna ${mark}` })).toBeVisible();
      await expect(page.getByRole("button", { name: t.key })).toContainText("customer_id");
      await expectAccessible(page);
      await page.getByRole("button", { name: t.save, exact: true }).click();

      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await page.getByRole("button", { name: t.refresh, exact: true }).click();
      await expect(page.getByText(t.successful, { exact: true })).toBeVisible();
      await expectAccessible(page);
      expect(await page.content()).not.toContain(shop.password);

      await shop.run(`DELETE FROM customers WHERE customer_id = '${mark}-3'`);
      await page.getByRole("button", { name: t.refresh, exact: true }).click();
      const refreshes = page.getByRole("grid", { name: t.refreshes });
      await expect(refreshes.getByText(t.successful, { exact: true })).toHaveCount(2);

      await page.getByRole("link", { name: t.edit, exact: true }).click();
      await expect(page.getByLabel(t.address, { exact: true })).toHaveValue("");
      expect(await page.content()).not.toContain(shop.password);

      await page.getByRole("link", { name: t.customers, exact: true }).click();
      await page.getByRole("searchbox", { name: t.search }).fill(mark);
      await expect(page.getByRole("row").filter({ hasText: `${mark}-2` })).toBeVisible();
      await expect(page.getByRole("row").filter({ hasText: `${mark}-3` })).toHaveCount(0);
    });
  });

test("what is wrong with a database is said at its field, and a contributor refreshes what only an administrator sets up", async ({
  page,
  browser,
  baseURL,
}) => {
  const t = say.en;
  const name = unique("Shop");
  const shop = await customerDatabase(shopOf("x"));
  await signIn(page, "administrator");
  await openNewDatabase(page, t);
  const address = page.getByLabel(t.address, { exact: true });
  await page.getByLabel(t.name).fill(name);
  await page.getByRole("button", { name: t.save, exact: true }).click();
  await expect(address).toBeFocused();
  await address.fill(shop.connectionString.replace(shop.password, "wrong"));
  await page.getByLabel(t.table, { exact: true }).fill("nothing");
  await page.getByRole("button", { name: t.test, exact: true }).click();
  await expect(page.getByText("The server does not let")).toBeVisible();
  await address.fill(shop.connectionString);
  await page.getByRole("button", { name: t.test, exact: true }).click();
  await expect(page.getByText("There is no such table")).toBeVisible();
  await page.getByText("A query", { exact: true }).click();
  await page.getByLabel("Query", { exact: true }).fill("SELECT * FROM customers; DELETE FROM customers");
  await page.getByRole("button", { name: t.test, exact: true }).click();
  await expect(page.getByText("These are several statements. Give one SELECT.")).toBeVisible();
  await page.getByLabel("Query", { exact: true }).fill("SELECT customer_id, email FROM customers");
  await page.getByRole("button", { name: t.test, exact: true }).click();
  await expect(page.getByText("2 columns found.")).toBeVisible();
  await page.getByRole("button", { name: t.save, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const href = page.url();

  const other = await browser.newContext({ baseURL });
  const contributor = await other.newPage();
  await signIn(contributor, "contributor");
  await contributor.goto("/data/sources/new");
  await expect(contributor.getByRole("heading", { level: 1, name: t.add })).toBeVisible();
  await expect(contributor.getByRole("link", { name: t.database })).toHaveCount(0);
  await contributor.goto(href);
  await expect(contributor.getByRole("link", { name: t.edit, exact: true })).toHaveCount(0);
  await expect(contributor.getByText("127.0.0.1")).toHaveCount(0);
  await contributor.getByRole("button", { name: t.refresh, exact: true }).click();
  await expect(contributor.getByText(t.successful, { exact: true })).toBeVisible();
  await other.close();
});
