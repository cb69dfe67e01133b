import type { BrowserContext, Page } from "@playwright/test";
import { onFerry } from "./support/customer-database";
import { expect, expectAccessible, proofDialog, test, unique } from "./support/ferry";
import { invite } from "./support/invite";
import { signInAtIssuer, tellIssuer } from "./support/issuer";

const words = {
  en: {
    button: "Sign in with Example ID",
    exports: "Exports",
    contributor: "Contributor",
    administrator: "Administrator",
    noRole: "Your account at the single sign-on has no role in Ferry.",
    edit: "Edit",
    viewer: /^Viewer/,
    save: "Save",
    open: "Open the sign-in page",
    done: "I have signed in",
    back: "You are signed in",
    missing: "No new sign-in has arrived yet.",
    audit: "Audit",
    signedIn: "Signed in",
  },
  hu: {
    button: "Bejelentkezés: Example ID",
    exports: "Exportálások",
    contributor: "Közreműködő",
    administrator: "Rendszergazda",
    noRole: "Az egyszeri bejelentkezésben használt fiókjának nincs szerepköre a Ferryben.",
    edit: "Szerkesztés",
    viewer: /^Megtekintő/,
    save: "Mentés",
    open: "Bejelentkezési oldal megnyitása",
    done: "Bejelentkeztem",
    back: "Bejelentkezett",
    missing: "Még nem érkezett új bejelentkezés.",
    audit: "Napló",
    signedIn: "Bejelentkezett",
  },
};

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });
    const t = words[language];

    async function signInBySso(page: Page, sub: string): Promise<void> {
      await page.goto("/sign-in");
      await press(page, t.button);
      await signInAtIssuer(page, sub);
    }

    /** As in a browser the issuer does not know either. */
    const forget = (context: BrowserContext) => context.clearCookies();

    test(`a claim gives the role at each sign-in, and nobody gets in without one (${language})`, async ({
      page,
      context,
    }) => {
      test.slow();
      const name = unique("Ann");
      const sub = name.replace(" ", "-").toLowerCase();
      const claims = { sub, name, email: `${sub}@sso.example` };
      const account = page.getByRole("button", { name });
      await page.goto("/sign-in");
      await expectAccessible(page);

      await tellIssuer({ ...claims, groups: ["all", "marketing"] });
      await signInBySso(page, sub);
      await expect(page.getByRole("heading", { level: 1, name: t.exports })).toBeVisible();
      await expect(account).toContainText(t.contributor);
      await forget(context);

      await tellIssuer({ ...claims, groups: ["ferry-admins"] });
      await signInBySso(page, sub);
      await expect(account).toContainText(t.administrator);
      await forget(context);

      await tellIssuer({ ...claims, groups: ["all"] });
      await signInBySso(page, sub);
      await expect(page.getByText(t.noRole)).toBeVisible();
      await expect(page).toHaveURL(/\/sign-in/);
      await expectAccessible(page);
      await page.goto("/data/exports");
      await expect(page).toHaveURL(/\/sign-in/);
    });

    test(`what matters wants a fresh single sign-on, and goes on from there (${language})`, async ({
      page,
    }) => {
      test.slow();
      const name = unique("Ada");
      const sub = name.replace(" ", "-").toLowerCase();
      await tellIssuer({ sub, name, email: `${sub}@sso.example`, groups: ["ferry-admins"] });
      await signInBySso(page, sub);
      await expect(page.getByRole("button", { name })).toContainText(t.administrator);
      const invited = unique("Bob");
      await invite(page, { name: invited, email: `${invited.replace(" ", ".")}@sso.example` }, language);
      await rowOf(page, invited).getByRole("button").last().click();
      await page.getByRole("menuitem", { name: t.edit, exact: true }).click();
      await page.getByRole("dialog").getByText(t.viewer).click();
      await press(page, t.save);

      const proof = proofDialog(page);
      await expect(proof).toBeVisible();
      await expectAccessible(page);
      await proof.getByRole("button", { name: t.done, exact: true }).click();
      await expect(proof.getByRole("alert").filter({ hasText: t.missing })).toBeVisible();
      const opened = page.waitForEvent("popup");
      await proof.getByRole("button", { name: t.open, exact: true }).click();
      const elsewhere = await opened;
      await signInAtIssuer(elsewhere, sub);
      await expect(elsewhere.getByRole("heading", { level: 1, name: t.back })).toBeVisible();
      await expectAccessible(elsewhere);
      await elsewhere.close();
      await proof.getByRole("button", { name: t.done, exact: true }).click();
      await expect(rowOf(page, invited).getByText(t.viewer)).toBeVisible();

      await page.getByRole("link", { name: t.audit, exact: true }).click();
      await rowOf(page, name).getByRole("button", { name: t.signedIn, exact: true }).first().click();
      const details = page.getByRole("dialog", { name: t.signedIn });
      await expect(details.getByText("way single_sign_on")).toBeVisible();
      await expect(details.getByText("provider Example ID")).toBeVisible();
    });
  });

// Whoever may use Ferry is told of what goes wrong, which other specs count.
test.afterAll(() => onFerry(`UPDATE "user" SET disabled_at = now() WHERE email LIKE '%@sso.example'`));
