import { existsSync } from "node:fs";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";

const contoso = "../shared/data/contoso-coffee-contacts.csv";

const say = {
  en: {
    sources: "Sources",
    add: "Add source",
    name: "Source name",
    key: "Key column",
    import: "Import",
    lines: "19 lines imported",
    customers: "Customers",
    search: "Search customers",
    segments: "Segments",
    newSegment: "New segment",
    segmentName: "Name",
    field: "Field",
    value: "Value",
    save: "Save",
    comparison: "Comparison",
    contains: "contains",
    successful: "Successful",
    upToDate: "Up to date",
  },
  hu: {
    sources: "Források",
    add: "Forrás hozzáadása",
    name: "Forrás neve",
    key: "Kulcsoszlop",
    import: "Importálás",
    lines: "19 sor importálva",
    customers: "Ügyfelek",
    search: "Ügyfelek keresése",
    segments: "Szegmensek",
    newSegment: "Új szegmens",
    segmentName: "Név",
    field: "Mező",
    value: "Érték",
    save: "Mentés",
    comparison: "Összehasonlítás",
    contains: "tartalmazza",
    successful: "Sikeres",
    upToDate: "Naprakész",
  },
};

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });

    test(`a contributor uploads the Contoso file as it is, makes a segment and sees its members (${language})`, async ({
      page,
    }) => {
      test.skip(!existsSync(contoso), `${contoso} is not beside the project`);
      const t = say[language];
      const sourceName = unique("Contoso contacts");
      const segmentName = unique("Michaels");
      await signIn(page, "contributor", language);

      await page.getByRole("link", { name: t.sources, exact: true }).click();
      await page.getByRole("link", { name: t.add }).click();
      await expectAccessible(page);
      await page.locator("input[type=file]").setInputFiles(contoso);
      await expect(page.getByLabel(t.name)).toBeVisible();
      await expect(page.getByRole("button", { name: t.key })).toContainText("Full Name");
      await expectAccessible(page);
      await page.getByLabel(t.name).fill(sourceName);
      await page.getByRole("button", { name: t.import, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: sourceName })).toBeVisible();
      await expect(page.getByText(t.successful, { exact: true })).toBeVisible();
      await expectAccessible(page);

      await page.getByRole("link", { name: t.customers, exact: true }).click();
      await page.getByRole("searchbox", { name: t.search }).fill("lauser");
      await expect(page.getByRole("row").filter({ hasText: "michael_lauser" })).toBeVisible();
      expect(page.url()).not.toContain("lauser");
      await expectAccessible(page);

      await page.getByRole("link", { name: t.segments, exact: true }).click();
      await page.getByRole("link", { name: t.newSegment }).click();
      await page.getByLabel(t.segmentName, { exact: true }).fill(segmentName);
      await page.getByRole("combobox", { name: t.field }).fill("Full Name");
      await page.getByRole("option", { name: "Full Name" }).first().click();
      await page.getByRole("button", { name: t.comparison }).click();
      await page.getByRole("option", { name: t.contains, exact: true }).click();
      await page.getByRole("combobox", { name: t.value, exact: true }).fill("michael");
      // Away from the field without the tooltip that the next button shows to the keyboard.
      await page.getByRole("heading", { level: 1 }).click();
      await expect(page.getByRole("row").filter({ hasText: "michael_manni" })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("button", { name: t.save, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: segmentName })).toBeVisible();
      await expect(page.getByText(t.upToDate, { exact: true })).toBeVisible();
      await expect(page.getByRole("row", { name: /Michael Glenna/ })).toBeVisible();
      await expect(page.getByRole("row", { name: /Abbie Moss/ })).toHaveCount(0);
      await expectAccessible(page);
    });
  });
