import { expect, expectAccessible, signInByForm, test, userOf } from "./support/ferry";

const roles = ["administrator", "contributor", "viewer"] as const;
const places = {
  en: {
    start: "Exports",
    roles: { administrator: "Administrator", contributor: "Contributor", viewer: "Viewer" },
  },
  hu: {
    start: "Exportálások",
    roles: { administrator: "Rendszergazda", contributor: "Közreműködő", viewer: "Megtekintő" },
  },
};

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });

    for (const role of roles)
      test(`the ${role} signs in and out (${language})`, async ({ page }) => {
        await signInByForm(page, role, language);
        await expect(page.getByRole("heading", { level: 1, name: places[language].start })).toBeVisible();
        const account = page.getByRole("button", { name: userOf(role).name });
        await expect(account).toContainText(places[language].roles[role]);
        await expectAccessible(page);
        await account.click();
        await page.getByRole("menuitem", { name: language === "en" ? "Sign out" : "Kijelentkezés" }).click();
        await expect(page).toHaveURL(/\/sign-in$/);
        await page.goto("/data/customers");
        await expect(page).toHaveURL(/\/sign-in$/);
      });

    test(`a wrong password gets one sentence and keeps the address (${language})`, async ({ page }) => {
      await page.goto("/sign-in");
      await expectAccessible(page);
      const email = page.getByLabel(language === "en" ? "E-mail address" : "E-mail-cím");
      await email.fill("nobody@ferry.example");
      await page
        .getByLabel(language === "en" ? "Password" : "Jelszó", { exact: true })
        .fill("not the password");
      const signIn = language === "en" ? "Sign in" : "Bejelentkezés";
      await page.getByRole("button", { name: signIn, exact: true }).click();
      const sentence =
        language === "en"
          ? "The e-mail address or the password is wrong."
          : "Hibás az e-mail-cím vagy a jelszó.";
      await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
      await expect(email).toHaveValue("nobody@ferry.example");
    });
  });

test("the cookie carries nothing about the person, and an ended session is over at once", async ({
  page,
  context,
}) => {
  await signInByForm(page, "viewer");
  const cookies = await context.cookies();
  const text = decodeURIComponent(JSON.stringify(cookies));
  expect(text).not.toContain(userOf("viewer").email);
  await context.clearCookies({ name: /authjs/ });
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in$/);
});
