import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { type Cookie, type Page, test as base, expect } from "@playwright/test";

export type Role = "administrator" | "contributor" | "viewer";
export type Language = "en" | "hu";

interface PracticeUser {
  email: string;
  name: string;
  role: Role;
  password: string;
}

/** The practice user of a role, as `npm start` printed them. */
export function userOf(role: Role): PracticeUser {
  const users = JSON.parse(readFileSync(process.env.E2E_SIGN_IN ?? "", "utf8")) as PracticeUser[];
  const user = users.find((one) => one.role === role);
  if (!user) throw new Error(`There is no practice ${role}.`);
  return user;
}

const words = {
  en: { email: "E-mail address", password: "Password", signIn: "Sign in" },
  hu: { email: "E-mail-cím", password: "Jelszó", signIn: "Bejelentkezés" },
};

/** Signs in through the page, in the browser's language, as a practice user or somebody else. */
export async function signInByForm(
  page: Page,
  who: Role | { email: string; password: string },
  language: Language = "en",
): Promise<void> {
  const { email, password } = typeof who === "string" ? userOf(who) : who;
  const say = words[language];
  await page.goto("/sign-in");
  await page.getByLabel(say.email).fill(email);
  await page.getByLabel(say.password, { exact: true }).fill(password);
  await page.getByRole("button", { name: say.signIn, exact: true }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await proveWhenAsked(page, password);
}

/** Where Ferry asks once more who one is. */
export const proofDialog = (page: Page) =>
  page.getByRole("dialog", { name: /^(Prove that it is you|Igazolja, hogy Ön az)$/ });

/** Answers whenever Ferry asks who one is once more: whether it does depends on how long ago the sign-in was. */
async function proveWhenAsked(page: Page, password: string): Promise<void> {
  const dialog = proofDialog(page);
  await page.addLocatorHandler(dialog, async () => {
    await dialog.getByLabel(/^(Your password|Az Ön jelszava)$/).fill(password);
    await dialog.getByRole("button", { name: /^(Continue|Tovább)$/ }).click();
  });
}

const sessions = new Map<Role, Cookie[]>();

/**
 * Opens the console as `role`. The form is used once per role and worker: ten sign-ins a minute are what an account
 * allows, and that is not to be switched off for tests.
 */
export async function signIn(page: Page, role: Role, language: Language = "en"): Promise<void> {
  const kept = sessions.get(role);
  if (kept) {
    await page.context().addCookies(kept);
    await page.goto("/");
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await proveWhenAsked(page, userOf(role).password);
    return;
  }
  await signInByForm(page, role, language);
  const cookies = await page.context().cookies();
  sessions.set(
    role,
    cookies.filter(({ name }) => name.includes("authjs")),
  );
}

/** A name no other test uses. */
export function unique(name: string): string {
  return `${name} ${Math.random().toString(36).slice(2, 8)}`;
}

/** axe finds nothing on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  // Between two pages there is none for a moment.
  await expect(page).toHaveTitle(/./);
  // What is closing is still there while it fades.
  await expect(page.locator("[data-exiting]")).toHaveCount(0);
  // React Aria's announcer keeps a reference to a button that is gone for some seconds; it speaks, and shows nothing.
  const { violations } = await new AxeBuilder({ page }).exclude("[data-live-announcer]").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual(
    [],
  );
}

/** A page whose console errors and uncaught exceptions fail the test. */
export const test = base.extend<{ language: Language; page: Page }>({
  language: ["en", { option: true }],
  page: async ({ page }, use) => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      // A refused page or a lost network is what some tests ask for; the browser reports it as an error.
      if (message.type() === "error" && !/Failed to load resource|net::ERR/.test(message.text()))
        problems.push(message.text());
    });
    await use(page);
    expect(problems).toEqual([]);
  },
  locale: async ({ language }, use) => use(language === "hu" ? "hu-HU" : "en-GB"),
});

export { expect };
