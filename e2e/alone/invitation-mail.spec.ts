import { onFerry } from "../support/customer-database";
import { expect, expectAccessible, signIn, test, unique } from "../support/ferry";
import { acceptInvitation, makeInvitation } from "../support/invite";
import { openMailServer } from "../support/mail-server";

const words = {
  en: {
    sent: (to: string) => `Sent to ${to}.`,
    notSent: "The message was not sent",
    why: "accepts no connections at this port",
    once: "Copy the link now. It is not shown again.",
    subject: "Subject: Ferry: Your invitation",
  },
  hu: {
    sent: (to: string) => `Elküldtük ide: ${to}.`,
    notSent: "Az üzenetet nem sikerült elküldeni",
    why: "nem fogad kapcsolatot ezen a porton",
    once: "Másolja ki most a hivatkozást. Többé nem jelenik meg.",
    subject: "Subject: =?UTF-8?",
  },
};

/** What the administrator would set up under System › Notifications, which another spec does. */
const setUpMail = (port: number) =>
  onFerry(
    `INSERT INTO smtp_settings (id, host, port, security, sender_name, sender_address, updated_at)
     VALUES (1, '127.0.0.1', ${port}, 'none', 'Ferry', 'ferry@example.com', now())`,
  );

test.afterEach(() =>
  onFerry(
    `DELETE FROM smtp_settings; UPDATE "user" SET disabled_at = now() WHERE email LIKE '%@mail.example'`,
  ),
);

/** The link in a message, whose lines are cut where quoted-printable has them cut. */
const linkIn = (raw: string) =>
  /http\S+\/set-password\?token=[\w-]+/.exec(raw.replaceAll("=\r\n", "").replaceAll("=3D", "="))?.[0];

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });
    const t = words[language];

    test(`an invitation is mailed, and says so where it is not (${language})`, async ({
      page,
      browser,
      baseURL,
      locale,
    }) => {
      test.slow();
      const mail = await openMailServer();
      await setUpMail(mail.port);
      const person = (name: string) => ({
        name,
        email: `${name.replace(" ", ".")}@mail.example`.toLowerCase(),
      });
      const bob = person(unique("Bob"));
      await signIn(page, "administrator", language);
      await onFerry(`UPDATE "user" SET locale = '${language}' WHERE email = 'administrator@ferry.example'`);
      const link = await makeInvitation(page, bob, language);
      const panel = page.getByRole("dialog");
      await expect(panel.getByText(t.sent(bob.email))).toBeVisible();
      await expect(panel.getByText(t.notSent)).toHaveCount(0);
      const [message] = mail.messages;
      expect(message?.to).toBe(bob.email);
      expect(message?.raw).toContain(t.subject);
      const mailed = linkIn(message?.raw ?? "");
      expect(mailed).toBe(link);
      const theirs = await (await browser.newContext({ baseURL, locale })).newPage();
      await acceptInvitation(theirs, { link: mailed ?? "", password: "a good walk spoiled" }, language);
      await theirs.context().close();

      await mail.close();
      await page.reload();
      const eve = person(unique("Eve"));
      const kept = await makeInvitation(page, eve, language);
      await expect(panel.getByText(t.notSent)).toBeVisible();
      await expect(panel.getByText(t.why)).toBeVisible();
      await expect(panel.getByText(t.once)).toBeVisible();
      await expectAccessible(page);
      expect(kept).toContain("/set-password?token=");
      await onFerry(`UPDATE "user" SET locale = NULL WHERE email = 'administrator@ferry.example'`);
    });
  });
