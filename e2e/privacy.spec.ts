import { type Language, expect, expectAccessible, signIn, test, unique } from "./support/ferry";
import { uploadPeople } from "./support/people";

const words = {
  en: {
    privacy: "Privacy",
    by: "E-mail address",
    show: "Show what will be erased",
    erase: "Erase this person",
    confirm: "Erase",
    erased: "Erased",
    processing: "Processing",
    change: "Change",
    days: "Days",
    save: "Save",
    bounds: "Choose from 7 to 365 days.",
    rule: "Lines of files left out",
    recipients: "Recipients",
    markdown: "Download Markdown",
    erasedLine: "About a person who was erased at their own request; nothing of the line is kept.",
  },
  hu: {
    privacy: "Adatvédelem",
    by: "E-mail-cím",
    show: "Mutassa, mi törlődik",
    erase: "A személy törlése",
    confirm: "Törlés",
    erased: "Törölve",
    processing: "Adatkezelés",
    change: "Módosítás",
    days: "Napok",
    save: "Mentés",
    bounds: "Válasszon 7 és 365 nap között.",
    rule: "Fájlok kihagyott sorai",
    recipients: "Címzettek",
    markdown: "Letöltés (Markdown)",
    erasedLine: "Olyan személyről szól, akit saját kérésére töröltünk; a sorból semmit sem őrzünk meg.",
  },
} as const;

for (const language of ["en", "hu"] satisfies Language[])
  test.describe(language, () => {
    test.use({ language });
    const t = words[language];

    test("an administrator erases a person, who does not come back", async ({ page }) => {
      test.slow();
      await signIn(page, "administrator", language);
      const name = unique("Erase");
      const key = name.replace(" ", "-");
      const email = `${key.toLowerCase()}@example.com`;
      const people = [
        { key, first: "Törlendő", email, city: "Győr" },
        { key: `${key}-b`, first: "Béla", email: `b-${email}`, city: "Pécs" },
      ];
      await uploadPeople(page, { name, people, language });

      await page.getByRole("link", { name: t.privacy, exact: true }).click();
      await page.getByRole("textbox", { name: t.by }).fill("nobody");
      await page.getByRole("button", { name: t.show }).click();
      await expect(page.getByText(/anna@example\.com/)).toBeVisible();
      await page.getByRole("textbox", { name: t.by }).fill(email.toUpperCase());
      await expectAccessible(page);
      await page.getByRole("button", { name: t.show }).click();
      await expect(page.getByText(new RegExp(`^${name}: 1 re[ck]`))).toBeVisible();
      expect(await page.locator("main").innerText()).not.toContain(email);
      await expectAccessible(page);
      await page.getByRole("button", { name: t.erase }).click();
      await expectAccessible(page);
      await page.getByRole("alertdialog").getByRole("button", { name: t.confirm, exact: true }).click();
      await expect(page).toHaveURL(/\/admin\/privacy\/erasures\//);
      await expect(page.getByText(t.erased, { exact: true })).toBeVisible({ timeout: 30_000 });
      expect(await page.content()).not.toContain(email);
      await expectAccessible(page);

      await uploadPeople(page, { name: `${name} 2`, people, language });
      await expect(page.getByText(t.erasedLine)).toBeVisible();
    });

    test("how long things are kept can be read and, within bounds, chosen", async ({ page }) => {
      await signIn(page, "administrator", language);
      await page.goto("/admin/privacy/retention");
      const row = page.getByRole("row", { name: t.rule });
      await row.getByRole("button", { name: t.change }).click();
      await page.getByRole("textbox", { name: t.days }).fill("5000");
      await page.getByRole("button", { name: t.save }).click();
      await expect(page.getByText(t.bounds)).toBeVisible();
      await expectAccessible(page);
      const days = language === "en" ? 60 : 45;
      await page.getByRole("textbox", { name: t.days }).fill(String(days));
      await page.getByRole("button", { name: t.save }).click();
      await expect(row.getByText(new RegExp(`^${days} `))).toBeVisible();
      await expectAccessible(page);
    });

    test("the record of processing names sources, recipients and measures, and is downloaded", async ({
      page,
    }) => {
      await signIn(page, "administrator", language);
      await page.goto("/admin/privacy");
      await page.getByRole("link", { name: t.processing }).click();
      await expect(page.getByRole("heading", { name: t.recipients })).toBeVisible();
      await expectAccessible(page);
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: t.markdown }).click();
      expect((await download).suggestedFilename()).toBe("processing.md");
    });
  });

test("a contributor has no privacy pages", async ({ page }) => {
  await signIn(page, "contributor");
  await expect(page.getByRole("link", { name: "Privacy", exact: true })).toHaveCount(0);
  for (const path of ["", "/retention", "/processing"]) {
    const answer = await page.goto(`/admin/privacy${path}`);
    expect(answer?.status()).toBe(403);
  }
  expect((await page.request.get("/api/privacy/processing")).status()).toBe(403);
});
