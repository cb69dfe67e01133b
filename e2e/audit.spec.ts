import { readFileSync } from "node:fs";
import { expect, expectAccessible, signIn, test, userOf } from "./support/ferry";

const say = {
  en: {
    audit: "Audit",
    segments: "Segments",
    refreshAll: "Refresh all",
    refreshed: "Asked for a refresh of all segments",
    what: "What",
    who: "Who",
    events: "Events",
    close: "Close",
    clear: "Clear filters",
    verify: "Verify",
    intact: /The log is intact: [\d,]+ events? under [\d,]+ seals?/,
    sealed: /Sealed up to event/,
    download: "Download",
    csv: "CSV for spreadsheets",
    consents: "Consents",
    read: /^Read the text/,
    words: "What was agreed to",
    hashMatches: /have the SHA-256 that was stored/,
  },
  hu: {
    audit: "Napló",
    segments: "Szegmensek",
    refreshAll: "Összes frissítése",
    refreshed: "Minden szegmens frissítését kérte",
    what: "Mit",
    who: "Ki",
    events: "Események",
    close: "Bezárás",
    clear: "Szűrők törlése",
    verify: "Ellenőrzés",
    intact: /A napló sértetlen: [\d\s]+ esemény, [\d\s]+ pecsét/,
    sealed: /Lepecsételve a\(z\)/,
    download: "Letöltés",
    csv: "CSV táblázatkezelőkhöz",
    consents: "Hozzájárulások",
    read: /^Szöveg elolvasása/,
    words: "Amit elfogadtak",
    hashMatches: /megegyezik a hozzájárulással eltárolttal/,
  },
};

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });
    const t = say[language];

    test("an administrator sees who did what, filters it, reads the details, verifies and downloads", async ({
      page,
    }) => {
      await signIn(page, "administrator", language);
      await page.goto("/data/segments");
      await page.getByRole("button", { name: t.refreshAll }).click();
      await page.getByRole("link", { name: t.audit, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: t.audit })).toBeVisible();
      await expect(page.getByText(t.sealed)).toBeVisible();
      await expectAccessible(page);

      await page.getByRole("combobox", { name: t.what }).fill(t.refreshed);
      await page.getByRole("option", { name: t.refreshed }).click();
      await expect(page).toHaveURL(/action=segment\.refresh_all/);
      const table = page.getByRole("grid", { name: t.events });
      const row = table
        .getByRole("row")
        .filter({ hasText: userOf("administrator").name })
        .first();
      await expect(row).toContainText("Chrome");
      await expect(table.getByRole("row").filter({ hasNotText: t.refreshed })).toHaveCount(1); // the head

      await row.getByRole("button", { name: t.refreshed }).click();
      const details = page.getByRole("dialog", { name: t.refreshed });
      await expect(details.getByText("segment.refresh_all")).toBeVisible();
      await expect(details.getByText(/^segments \d+$/)).toBeVisible();
      await expectAccessible(page);
      await details.getByRole("button", { name: t.close }).click();

      await page.getByRole("button", { name: t.download, exact: true }).click();
      const coming = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: t.csv }).click();
      const file = readFileSync(await (await coming).path(), "utf8");
      expect(file.split("\r\n")[1]).toContain(",segment.refresh_all,");
      expect(file).not.toContain("run.start");

      await page.getByRole("button", { name: t.clear }).click();
      await expect(page).not.toHaveURL(/action=/);
      await page.getByRole("button", { name: t.verify }).click();
      await expect(page.getByText(t.intact)).toBeVisible();
    });

    test("an administrator reads in the consent register what was agreed to", async ({ page }) => {
      await signIn(page, "administrator", language);
      await page.goto("/admin/privacy/consents");
      await expect(page.getByRole("heading", { level: 1, name: t.consents })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("button", { name: t.read }).first().click();
      const dialog = page.getByRole("dialog", { name: t.words });
      await expect(dialog.getByText(t.hashMatches)).toBeVisible();
      await expectAccessible(page);
      await dialog.getByRole("button", { name: t.close }).click();
      await page.getByRole("button", { name: t.download, exact: true }).click();
      const coming = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: t.csv }).click();
      expect((await coming).suggestedFilename()).toBe("consents.csv");
    });
  });

test("a contributor does not find audit and consents, and is refused what they type", async ({ page }) => {
  await signIn(page, "contributor");
  await expect(page.getByRole("link", { name: "Audit", exact: true })).toHaveCount(0);
  for (const address of ["/admin/audit", "/admin/privacy/consents"]) {
    expect((await page.goto(address))?.status()).toBe(403);
  }
  for (const address of ["/api/audit?format=csv", "/api/consents?format=csv"])
    expect((await page.request.get(address)).status()).toBe(403);
});
