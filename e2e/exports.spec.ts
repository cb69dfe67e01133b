import { readFileSync } from "node:fs";
import { addConnection } from "./support/connection";
import { readCsv } from "./support/csv";
import {
  chooseConnection,
  expectBooks,
  listField,
  openExports,
  pickList,
  pressRun,
  say,
  standing,
  tickSegment,
  untilEnded,
} from "./support/exports";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";
import { addressesOn, listNamed, openAccount } from "./support/klaviyo";
import { type Person, makeSegment, uploadPeople } from "./support/people";

const words = {
  en: {
    suggested: "E-mail",
    valid: "4 of 7 members have a valid address.",
    skipped:
      "Not sent: 1 without an address, 1 with an invalid address, and 1 with an address somebody else in the segments has.",
    recognised: /^Map \d+ recognised fields?$/,
    preview: "Preview",
    total: "7 people in all, each counted once; 4 would be sent.",
    savedOnly: "Saving does not run the export.",
    when: "The system schedule is off, so it will not run by itself until an administrator turns that on.",
    notRun: "Not run yet",
    notRunNote: "It was not run. Press Run when you are ready.",
    leftOut: "1 value was left out of somebody who was sent.",
    search: "Search these people",
    nobody: /^Nobody here matches/,
    download: "Download",
    csv: "CSV for spreadsheets",
    title: (name: string) => new RegExp(`^Run #\\d+ of ${name}$`),
  },
  hu: {
    suggested: "E-mail",
    valid: "7 tagból 4 tagnak van érvényes címe.",
    skipped:
      "Nem kerül elküldésre: 1 cím nélkül, 1 érvénytelen címmel és 1 olyan címmel, amely a szegmensekben másé is.",
    recognised: /^\d+ felismert mező hozzárendelése$/,
    preview: "Előnézet",
    total: "Összesen 7 személy, mindenki egyszer számolva; közülük 4 kerülne elküldésre.",
    savedOnly: "A mentés nem futtatja az exportálást.",
    when: "A rendszerütemezés ki van kapcsolva, ezért nem fut magától, amíg egy rendszergazda be nem kapcsolja.",
    notRun: "Még nem futott",
    notRunNote: "Nem futott le. Indítsa el, amikor készen áll.",
    leftOut: "Az elküldött személyek adataiból 1 érték kimaradt.",
    search: "Keresés ezek között a személyek között",
    nobody: /^Itt senki sem felel meg ennek/,
    download: "Letöltés",
    csv: "CSV táblázatkezelőkhöz",
    title: (name: string) => new RegExp(`^${name} – \\d+\\. futtatás$`),
  },
};

/** Seven people of one city, each with a trouble that mailing lists know or none, and one of another city. */
function somePeople(mark: string): { people: Person[]; members: Person[] } {
  const at = (key: string, first: string, email: string, more: Partial<Person> = {}) =>
    ({ key: `${mark}-${key}`, first, email, city: `Tihany ${mark}`, ...more }) satisfies Person;
  const members = [
    at("1", "Ágnes", `agnes.${mark}@example.com`, { phone: "+36 30 123 4567" }),
    at("2", "Béla", `Bela.${mark}@Example.com`),
    at("3", "Cili", ""),
    at("4", '=HYPERLINK("https://elsewhere.example","Dani")', `=dani at ${mark}`),
    at("5", "Emma", ` AGNES.${mark}@EXAMPLE.COM `),
    at("6", "Ferenc", `ferenc.${mark}@example.com`, { phone: "12345" }),
    at("7", "Gizi", `gizi.${mark}@example.com`),
  ];
  return { members, people: [...members, at("8", "Hugó", `hugo.${mark}@example.com`, { city: "Tapolca" })] };
}

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });
    test.setTimeout(120_000);

    test(`an administrator goes from a file to the right people on the list (${language})`, async ({
      page,
    }) => {
      const t = { ...say[language], ...words[language] };
      const mark = unique("").trim();
      const connection = unique("Acme newsletter");
      const segment = unique("Tihany");
      const list = unique("Balaton news");
      const name = unique("Tihany to Balaton news");
      const { people, members } = somePeople(mark);
      const account = await openAccount(unique("Acme"));
      await signIn(page, "administrator", language);
      await uploadPeople(page, { name: unique("Balaton customers"), people, language });
      await makeSegment(page, { name: segment, city: `Tihany ${mark}`, language });
      await addConnection(page, account, { name: connection, language });

      // Where to: a connection, and a list that is made from here and found again by its name.
      await openExports(page, language);
      await expectAccessible(page);
      await page.getByRole("link", { name: t.add }).first().click();
      await chooseConnection(page, connection, language);
      await page.getByRole("textbox", { name: t.name, exact: true }).fill(name);
      await page.getByRole("button", { name: t.createList }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel(t.listName).fill(list);
      await dialog.getByRole("button", { name: t.createList }).click();
      await expect(listField(page, language)).toHaveValue(list);
      await listField(page, language).fill("");
      await pickList(page, list, language);

      // Whom and what: the address field is suggested, its valid addresses are counted, the rest is mapped.
      await expect(page.getByRole("combobox", { name: t.email, exact: true })).toHaveValue(t.suggested);
      await tickSegment(page, segment, language);
      await expect(page.getByText(t.valid)).toBeVisible();
      await expect(page.getByText(t.skipped)).toBeVisible();
      await expect(page.getByText(t.total)).toBeVisible();
      await page.getByRole("button", { name: t.recognised }).click();
      const preview = page.getByRole("region", { name: t.preview }).getByRole("table");
      await expect(preview.getByRole("row")).toHaveCount(1 + members.length);
      await expect(preview.getByText("a•••@e•••.com").first()).toBeVisible();
      expect(await page.content()).not.toMatch(new RegExp(`\\.${mark}@example\\.com`, "i"));
      await expectAccessible(page);

      // Saving does not run.
      await expect(page.getByText(t.savedOnly)).toBeVisible();
      await expect(page.getByText(t.when)).toBeVisible();
      await page.getByRole("button", { name: t.save, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await expect(page.getByText(t.notRunNote)).toBeVisible();
      await expect(page.getByText(t.notRun, { exact: true })).toBeVisible();
      const { id: listId } = await listNamed(account, list);
      expect(await addressesOn(account, listId)).toEqual([]);
      await expectAccessible(page);

      // The run is watched to its end on one page.
      await pressRun(page, language);
      await expect(page.getByRole("heading", { level: 1, name: t.title(name) })).toBeVisible();
      await page.evaluate(() => Object.assign(window, { isStillThisPage: true }));
      await expect(standing(page)).toContainText(t.withWarnings, untilEnded);
      expect(await page.evaluate(() => "isStillThisPage" in window)).toBe(true);
      await expectBooks(page, { added: 4, no_email: 1, invalid_email: 1, duplicate: 1 }, language);
      await expect(page.getByText(t.leftOut)).toBeVisible();
      await expectAccessible(page);

      // An outcome shows its people, is searched and downloaded.
      await page.getByRole("link", { name: `${t.outcomes.invalid_email}: 1` }).click();
      await expect(page.getByRole("heading", { level: 1, name: t.outcomes.invalid_email })).toBeVisible();
      const grid = page.getByRole("grid", { name: t.outcomes.invalid_email });
      await expect(grid.getByRole("row").filter({ hasText: `${mark}-4` })).toBeVisible();
      await expectAccessible(page);
      const search = page.getByRole("searchbox", { name: t.search });
      await search.fill("nobody of that name");
      await expect(page.getByText(t.nobody)).toBeVisible();
      await search.fill(`${mark}-4`);
      await expect(grid.getByRole("row").filter({ hasText: `${mark}-4` })).toBeVisible();
      expect(page.url()).not.toContain(mark);
      await page.getByRole("button", { name: t.download }).click();
      const download = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: t.csv }).click();
      const [line, ...others] = readCsv(readFileSync(await (await download).path(), "utf8"));
      expect(others).toEqual([]);
      expect(line?.customer_key).toBe(`${mark}-4`);
      expect(line?.name).toContain(`'=HYPERLINK("https://elsewhere.example","Dani")`);
      expect(line?.email).toBe(`'=dani at ${mark}`);

      // Once more: nobody is sent again.
      await page.getByRole("link", { name, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await pressRun(page, language);
      await expect(standing(page)).toContainText(t.successful, untilEnded);
      await expectBooks(page, { unchanged: 4, no_email: 1, invalid_email: 1, duplicate: 1 }, language);

      // Klaviyo's own list is the segment without those whom the books name as never sent.
      const peopleOf = async (outcome: string) => {
        const answer = await page.request.get(
          `${page.url().replace("/data/", "/api/")}/people?outcome=${outcome}&format=csv`,
        );
        return readCsv(await answer.text()).map(({ customer_key }) => customer_key ?? "");
      };
      const never = (await Promise.all(["no_email", "invalid_email", "duplicate"].map(peopleOf))).flat();
      const all = [...never, ...(await peopleOf("unchanged"))].sort();
      expect(all).toEqual(members.map(({ key }) => key));
      const wanted = members.filter(({ key }) => !never.includes(key));
      expect(await addressesOn(account, listId)).toEqual(
        wanted.map(({ email }) => email.trim().toLowerCase()).sort(),
      );
    });
  });
