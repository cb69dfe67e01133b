import type { Page } from "@playwright/test";
import { type Language, expect, expectAccessible } from "./ferry";

const words = {
  en: {
    permissions: "Permissions",
    invite: "Invite user",
    make: "Create invitation",
    email: "E-mail address",
    name: "Name",
    contributor: /^Contributor/,
    link: "Link",
    done: "Done",
    invited: "Invited",
    newPassword: "New password",
    set: "Set password and sign in",
  },
  hu: {
    permissions: "Jogosultságok",
    invite: "Felhasználó meghívása",
    make: "Meghívó létrehozása",
    email: "E-mail-cím",
    name: "Név",
    contributor: /^Közreműködő/,
    link: "Hivatkozás",
    done: "Kész",
    invited: "Meghívott",
    newPassword: "Új jelszó",
    set: "Jelszó beállítása és bejelentkezés",
  },
};

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

interface Person {
  name: string;
  email: string;
}

/** Makes the invitation of a contributor, whose link then stands beside the list; answers it. */
export async function makeInvitation(page: Page, person: Person, language: Language): Promise<string> {
  const t = words[language];
  await page.getByRole("link", { name: t.permissions, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: t.permissions })).toBeVisible();
  await expectAccessible(page);
  await press(page, t.invite);
  await expectAccessible(page);
  await page.getByRole("textbox", { name: t.email }).fill(person.email);
  await page.getByRole("textbox", { name: t.name }).fill(person.name);
  await expect(page.getByRole("radio", { name: t.contributor })).toBeChecked();
  await press(page, t.make);
  const link = await page.getByRole("group", { name: t.link, exact: true }).textContent();
  await expectAccessible(page);
  return link ?? "";
}

/** Invites a contributor, and answers the link that is shown once. */
export async function invite(page: Page, person: Person, language: Language): Promise<string> {
  const t = words[language];
  const link = await makeInvitation(page, person, language);
  await press(page, t.done);
  const row = page.getByRole("row").filter({ hasText: person.name });
  await expect(row.getByText(t.invited, { exact: true })).toBeVisible();
  return link;
}

/** Uses an invitation: sets the password, which signs in. */
export async function acceptInvitation(
  page: Page,
  { link, password }: { link: string; password: string },
  language: Language,
): Promise<void> {
  const t = words[language];
  await page.goto(link);
  await page.getByLabel(t.newPassword).fill(password);
  await press(page, t.set);
  await expect(page.getByRole("navigation").first()).toBeVisible();
}
