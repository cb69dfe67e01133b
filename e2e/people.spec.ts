import type { Page } from "@playwright/test";
import { onFerry } from "./support/customer-database";
import {
  expect,
  expectAccessible,
  proofDialog,
  signIn,
  signInByForm,
  test,
  unique,
  userOf,
} from "./support/ferry";
import { invite } from "./support/invite";

const words = {
  en: {
    email: "E-mail address",
    name: "Name",
    viewer: /^Viewer/,
    newPassword: "New password",
    set: "Set password and sign in",
    common: "This password is easy to guess",
    exports: "Exports",
    newSegment: "New segment",
    edit: "Edit",
    save: "Save",
    disable: "Disable",
    status: { invited: "Invited", active: "Active", disabled: "Disabled" },
    wrong: "The e-mail address or the password is wrong.",
    gone: "This link does not work",
    password: "Password",
    signIn: "Sign in",
    signInTitle: "Sign in",
    yourPassword: "Your password",
    continue: "Continue",
    cancel: "Cancel",
    notProved: "Nothing was changed, since you have not proved",
    wrongPassword: "This is not your current password.",
  },
  hu: {
    email: "E-mail-cím",
    name: "Név",
    viewer: /^Megtekintő/,
    newPassword: "Új jelszó",
    set: "Jelszó beállítása és bejelentkezés",
    common: "Ez a jelszó könnyen kitalálható",
    exports: "Exportálások",
    newSegment: "Új szegmens",
    edit: "Szerkesztés",
    save: "Mentés",
    disable: "Letiltás",
    status: { invited: "Meghívott", active: "Aktív", disabled: "Letiltva" },
    wrong: "Hibás az e-mail-cím vagy a jelszó.",
    gone: "Ez a hivatkozás nem működik",
    password: "Jelszó",
    signIn: "Bejelentkezés",
    signInTitle: "Bejelentkezés",
    yourPassword: "Az Ön jelszava",
    continue: "Tovább",
    cancel: "Mégse",
    notProved: "Semmi sem változott, mert nem igazolta",
    wrongPassword: "Ez nem a jelenlegi jelszava.",
  },
};

const password = "a good walk spoiled";
const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function choose(page: Page, name: string, command: string): Promise<void> {
  await rowOf(page, name).getByRole("button").last().click();
  await page.getByRole("menuitem", { name: command, exact: true }).click();
}

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });
    const t = words[language];

    test(`somebody is invited, signs in, gets another role and is disabled (${language})`, async ({
      page,
      browser,
      baseURL,
      locale,
    }) => {
      const name = unique("Bob");
      const email = `${name.replace(" ", ".")}@example.com`.toLowerCase();
      await signIn(page, "administrator", language);
      const link = await invite(page, { name, email }, language);

      const context = await browser.newContext({ baseURL, locale });
      const theirs = await context.newPage();
      await theirs.goto(link);
      await expect(theirs.getByRole("heading", { level: 1 })).toContainText(name);
      await expectAccessible(theirs);
      await theirs.getByLabel(t.newPassword).fill("password1234");
      await press(theirs, t.set);
      await expect(theirs.getByText(t.common)).toBeVisible();
      await theirs.getByLabel(t.newPassword).fill(password);
      await press(theirs, t.set);
      await expect(theirs.getByRole("heading", { level: 1, name: t.exports })).toBeVisible();
      await theirs.goto("/data/segments");
      await expect(theirs.getByRole("link", { name: t.newSegment })).toBeVisible();

      const stranger = await (await browser.newContext({ baseURL, locale })).newPage();
      await stranger.goto(link);
      await expect(stranger.getByRole("heading", { name: t.gone })).toBeVisible();
      await stranger.context().close();

      await page.reload();
      await expect(rowOf(page, name).getByText(t.status.active, { exact: true })).toBeVisible();
      await choose(page, name, t.edit);
      await page.getByRole("dialog").getByText(t.viewer).click();
      await press(page, t.save);
      await expect(rowOf(page, name).getByText(t.viewer)).toBeVisible();

      // Whoever loses rights is signed out at once.
      await theirs.reload();
      await expect(theirs).toHaveURL(/\/sign-in$/);
      await signInByForm(theirs, { email, password }, language);
      await theirs.goto("/data/segments");
      await expect(theirs.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(theirs.getByRole("link", { name: t.newSegment })).toHaveCount(0);

      await choose(page, name, t.disable);
      await expectAccessible(page);
      await page.getByRole("alertdialog").getByRole("button", { name: t.disable, exact: true }).click();
      await expect(rowOf(page, name).getByText(t.status.disabled, { exact: true })).toBeVisible();

      await theirs.reload();
      await expect(theirs).toHaveURL(/\/sign-in$/);
      await theirs.getByLabel(t.email).fill(email);
      await theirs.getByLabel(t.password, { exact: true }).fill(password);
      await press(theirs, t.signIn);
      await expect(theirs.getByRole("alert").filter({ hasText: t.wrong })).toBeVisible();
      await context.close();
    });

    test(`a change of role asks who one is, and goes on from there (${language})`, async ({ page }) => {
      const name = unique("Eve");
      const email = `${name.replace(" ", ".")}@example.com`.toLowerCase();
      await signInByForm(page, "administrator", language);
      await page.removeLocatorHandler(proofDialog(page));
      await invite(page, { name, email }, language);
      await onFerry("UPDATE session SET proved_at = now() - interval '11 minutes'");
      await choose(page, name, t.edit);
      await page.getByRole("dialog").getByText(t.viewer).click();
      await press(page, t.save);
      const proof = proofDialog(page);
      await expect(proof.getByLabel(t.yourPassword)).toBeFocused();
      await expectAccessible(page);
      await proof.getByRole("button", { name: t.cancel, exact: true }).click();
      await expect(page.getByText(t.notProved)).toBeVisible();
      await expect(page.getByRole("radio", { name: t.viewer })).toBeChecked();

      await press(page, t.save);
      await proof.getByLabel(t.yourPassword).fill("a wrong guess");
      await proof.getByRole("button", { name: t.continue, exact: true }).click();
      await expect(proof.getByText(t.wrongPassword)).toBeVisible();
      await proof.getByLabel(t.yourPassword).fill(userOf("administrator").password);
      await proof.getByRole("button", { name: t.continue, exact: true }).click();
      await expect(rowOf(page, name).getByText(t.viewer)).toBeVisible();
    });
  });
