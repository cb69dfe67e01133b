import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { onFerry } from "./support/customer-database";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";
import { acceptInvitation, invite } from "./support/invite";

const words = {
  en: {
    begin: "Set up an authenticator app",
    qr: "QR code for the authenticator app",
    appCode: "Code from the app",
    turnOn: "Turn on",
    codes: "Recovery codes",
    kept: "I have kept them",
    on: /^On since/,
    email: "E-mail address",
    password: "Password",
    signIn: "Sign in",
    code: "Code",
    wrong: "This code is wrong, or was used already.",
    signOut: "Sign out",
    turnOff: "Turn off",
    off: "Two-step sign-in is off",
  },
  hu: {
    begin: "Hitelesítő alkalmazás beállítása",
    qr: "QR-kód a hitelesítő alkalmazáshoz",
    appCode: "Az alkalmazás kódja",
    turnOn: "Bekapcsolás",
    codes: "Helyreállítási kódok",
    kept: "Megőriztem őket",
    on: /^Bekapcsolva/,
    email: "E-mail-cím",
    password: "Jelszó",
    signIn: "Bejelentkezés",
    code: "Kód",
    wrong: "Ez a kód hibás, vagy már felhasználták.",
    signOut: "Kijelentkezés",
    turnOff: "Kikapcsolás",
    off: "A kétlépcsős bejelentkezés ki van kapcsolva",
  },
};

const password = "a good walk spoiled";
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** What the app shows, so many steps of half a minute from now. */
function codeOf(secret: string, steps = 0): string {
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  return app.generate({ timestamp: Date.now() + steps * 30_000 });
}

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });
    const t = words[language];

    async function typeCode(page: Page, code: string): Promise<void> {
      await page.getByLabel(t.code, { exact: true }).fill(code);
      await press(page, t.signIn);
    }

    async function giveCode(page: Page, email: string, code: string): Promise<void> {
      await page.goto("/sign-in");
      await page.getByLabel(t.email).fill(email);
      await page.getByLabel(t.password, { exact: true }).fill(password);
      await press(page, t.signIn);
      await typeCode(page, code);
    }

    const expectInside = (page: Page) => expect(page.getByRole("navigation").first()).toBeVisible();
    const expectWrong = (page: Page) => expect(page.getByText(t.wrong)).toBeVisible();

    test(`an authenticator app is turned on, asked for, and replaced by a recovery code (${language})`, async ({
      page,
      browser,
      baseURL,
      locale,
    }) => {
      test.slow();
      const name = unique("Tom");
      const email = `${name.replace(" ", ".")}@two-step.example`.toLowerCase();
      await signIn(page, "administrator", language);
      const link = await invite(page, { name, email }, language);
      const context = await browser.newContext({ baseURL, locale });
      const theirs = await context.newPage();
      await acceptInvitation(theirs, { link, password }, language);

      await theirs.goto("/account/two-step");
      await press(theirs, t.begin);
      await expect(theirs.getByRole("img", { name: t.qr })).toBeVisible();
      await expectAccessible(theirs);
      const shown = await theirs.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/).textContent();
      const secret = (shown ?? "").replaceAll(" ", "");
      await theirs.getByLabel(t.appCode).fill(codeOf(secret, 9));
      await press(theirs, t.turnOn);
      await expectWrong(theirs);
      const first = codeOf(secret);
      await theirs.getByLabel(t.appCode).fill(first);
      await press(theirs, t.turnOn);
      const codes = (await theirs.getByRole("group", { name: t.codes }).textContent())?.split("\n") ?? [];
      expect(codes).toHaveLength(10);
      await expectAccessible(theirs);
      await press(theirs, t.kept);
      await expect(theirs.getByText(t.on)).toBeVisible();
      await expectAccessible(theirs);
      await theirs.getByRole("button", { name }).click();
      await theirs.getByRole("menuitem", { name: t.signOut }).click();
      await expect(theirs).toHaveURL(/\/sign-in$/);

      await giveCode(theirs, email, codeOf(secret, 9));
      await expectWrong(theirs);
      await expectAccessible(theirs);
      // The code that turned it on was used by that.
      await typeCode(theirs, first);
      await expectWrong(theirs);
      const next = codeOf(secret, 1);
      await typeCode(theirs, next);
      await expectInside(theirs);

      const stranger = await (await browser.newContext({ baseURL, locale })).newPage();
      await giveCode(stranger, email, next);
      await expectWrong(stranger);
      await typeCode(stranger, codes[0] ?? "");
      await expectInside(stranger);
      await stranger.context().close();

      await theirs.goto("/account/two-step");
      await press(theirs, t.turnOff);
      await theirs.getByRole("alertdialog").getByRole("button", { name: t.turnOff, exact: true }).click();
      await expect(theirs.getByText(t.off)).toBeVisible();
      await context.close();
    });
  });

// Whoever may use Ferry is told of what goes wrong, which other specs count.
test.afterAll(() => onFerry(`UPDATE "user" SET disabled_at = now() WHERE email LIKE '%@two-step.example'`));
