import type { Page } from "@playwright/test";
import { customerDatabase } from "../support/customer-database";
import { expect, expectAccessible, signIn, test, unique } from "../support/ferry";
import { makeSegment } from "../support/people";

const say = {
  en: {
    system: "System",
    sourceName: "Source name",
    address: "Connection string",
    table: "Table",
    test: "Test",
    save: "Save",
    refresh: "Refresh",
    successful: "Successful",
    refreshAll: "Refresh all",
    lastRefresh: "Last refresh",
    search: "Search tasks",
    details: "Progress details",
    workflow: "Entire workflow",
    failed: "Failed (permanent)",
    skipped: "Skipped",
    leftOut: (source: string) => `Left out, because the source “${source}” could not be read.`,
    noTable: "There is no such table",
    systemRefresh: "With the system refresh",
    after: (source: string) => `After: ${source}`,
    group: "Group",
    sources: "Sources",
    close: "Close",
  },
  hu: {
    system: "Rendszer",
    sourceName: "Forrás neve",
    address: "Kapcsolati karakterlánc",
    table: "Tábla",
    test: "Tesztelés",
    save: "Mentés",
    refresh: "Frissítés",
    successful: "Sikeres",
    refreshAll: "Összes frissítése",
    lastRefresh: "Utolsó frissítés",
    search: "Feladatok keresése",
    details: "Folyamat részletei",
    workflow: "Teljes munkafolyamat",
    failed: "Sikertelen (végleges)",
    skipped: "Kihagyva",
    leftOut: (source: string) => `Kimaradt, mert a(z) „${source}” forrás nem volt olvasható.`,
    noTable: "Nincs ilyen",
    systemRefresh: "A rendszerfrissítéssel",
    after: (source: string) => `Előtte: ${source}`,
    group: "Csoport",
    sources: "Források",
    close: "Bezárás",
  },
};
type Words = (typeof say)["en"];

async function addSource(page: Page, t: Words, name: string, connectionString: string): Promise<void> {
  await page.goto("/data/sources/new/database");
  await page.getByLabel(t.sourceName).fill(name);
  await page.getByLabel(t.address, { exact: true }).fill(connectionString);
  await page.getByLabel(t.table, { exact: true }).fill("customers");
  await page.getByRole("button", { name: t.test, exact: true }).click();
  await expect(page.getByRole("status").first()).toBeVisible();
  await page.getByRole("button", { name: t.save, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.getByRole("button", { name: t.refresh, exact: true }).click();
  await expect(page.getByText(t.successful, { exact: true })).toBeVisible();
}

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });

    test(`Refresh all reads, refreshes and runs everything, and what needs a source that failed is skipped and says so (${language})`, async ({
      page,
    }) => {
      test.setTimeout(180_000);
      const t: Words = say[language];
      const [good, bad, segment] = [unique("Library"), unique("Shop"), unique("Readers")];
      const field = `shelf_${Math.random().toString(36).slice(2, 8)}`;
      const library = await customerDatabase(
        "CREATE TABLE customers (customer_id text PRIMARY KEY, card text); INSERT INTO customers VALUES ('b1', 'x')",
      );
      const shop = await customerDatabase(
        `CREATE TABLE customers (customer_id text PRIMARY KEY, ${field} text); INSERT INTO customers VALUES ('s1', 'top')`,
      );
      await signIn(page, "administrator", language);
      await addSource(page, t, good, library.connectionString);
      await addSource(page, t, bad, shop.connectionString);
      await makeSegment(page, { name: segment, field, city: "top", language });
      await shop.run("DROP TABLE customers");

      await page.getByRole("link", { name: t.system, exact: true }).click();
      await expect(page).toHaveURL(/\/admin\/system\/status/);
      await expectAccessible(page);
      await page.getByRole("button", { name: t.refreshAll }).click();
      const question = page.getByRole("alertdialog");
      await expectAccessible(page);
      await question.getByRole("button", { name: t.refreshAll }).click();
      await expect(page.getByRole("progressbar")).toBeVisible();
      await expect(page.getByText(t.lastRefresh)).toBeVisible({ timeout: 120_000 });

      const row = (name: string) => page.getByRole("row").filter({ hasText: name });
      const searched = async (name: string) => {
        await page.getByRole("searchbox", { name: t.search }).fill(name);
        await expect(row(name).first()).toBeVisible();
      };
      await searched(good);
      await expect(row(good).getByText(t.successful, { exact: true })).toBeVisible();
      await searched(bad);
      await expect(row(bad).first().getByText(t.failed)).toBeVisible();
      await row(bad).first().getByRole("button", { name: t.details }).click();
      const pane = page.getByRole("dialog", { name: t.details });
      await expect(pane.getByText(t.noTable).first()).toBeVisible();
      await expect(pane.getByText(t.systemRefresh)).toBeVisible();
      await expectAccessible(page);
      await pane.getByRole("button", { name: t.close }).click();

      await searched(segment);
      await row(segment).getByRole("button", { name: t.details }).click();
      await expect(pane.getByText(t.skipped, { exact: true })).toBeVisible();
      await expect(pane.getByText(t.leftOut(bad))).toBeVisible();
      await page.reload();
      await expect(pane.getByText(t.leftOut(bad))).toBeVisible();

      await pane.getByRole("button", { name: t.workflow }).click();
      const workflow = page.getByRole("dialog", { name: t.workflow });
      const task = workflow.getByRole("listitem").filter({ hasText: segment });
      await expect(task.getByText(t.after(bad))).toBeVisible();
      await expectAccessible(page);
      await workflow.getByRole("button", { name: t.close }).click();
      await expect(page).not.toHaveURL(/pane=/);
    });
  });

test("a viewer sees the status and its details, and nothing that starts or cancels", async ({ page }) => {
  await signIn(page, "viewer");
  await page.getByRole("link", { name: "System", exact: true }).click();
  await expect(page.getByRole("grid", { name: "Status" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Refresh all" })).toHaveCount(0);
  await page.goto("/admin/system/status?group=system&pane=system%3Ahousekeeping");
  const pane = page.getByRole("dialog", { name: "Progress details" });
  await expect(pane.getByText("Housekeeping")).toBeVisible();
  await expect(pane.getByRole("button", { name: "Cancel job" })).toHaveCount(0);
});
