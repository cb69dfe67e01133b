import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { customerDatabase } from "../support/customer-database";
import { expect, expectAccessible, signIn, test, unique } from "../support/ferry";
import { openMailServer } from "../support/mail-server";

const say = {
  en: {
    sources: "Sources",
    add: "Add source",
    database: "PostgreSQL database",
    name: "Source name",
    address: "Connection string",
    table: "Table",
    test: "Test",
    connected: /Connected to PostgreSQL/,
    save: "Save",
    refresh: "Refresh",
    failed: "Failed",
    successful: "Successful",
    notifications: "Notifications",
    inbox: /^Notifications ?, \d+ unread$/,
    allRead: /^Notifications ?, none unread$/,
    markAll: "Mark all as read",
    unread: /^Unread/,
    nothingUnread: "Everything is read",
    title: (name: string) => `The source “${name}” could not be refreshed`,
    recovered: (name: string) => `The source “${name}” is refreshed again`,
    todo: "Open the source to see why, put it right, and refresh it.",
    over: "over by now",
    system: "System",
    setUpMail: "Set up e-mail",
    mailServer: "Mail server",
    none: "None",
    port: "Port",
    sender: "Sender address",
    testMail: "Send test message",
    testSent: /The mail server took a message to/,
    testFailed: "The test message was not sent",
    change: "Change",
    addWebhook: "Add webhook",
    webhookName: "Name",
    webhookUrl: "Address",
    secret: "Secret",
    done: "Done",
    actions: (name: string) => `Actions for ${name}`,
    testEvent: "Send test event",
    tested: /took the test event/,
    deliveries: "Deliveries",
    sent: "Sent",
    sendAgain: "Send again",
    again: "It is sent again",
    remove: "Remove",
    stopMail: "Stop e-mail",
    cancel: "Cancel",
  },
  hu: {
    sources: "Források",
    add: "Forrás hozzáadása",
    database: "PostgreSQL-adatbázis",
    name: "Forrás neve",
    address: "Kapcsolati karakterlánc",
    table: "Tábla",
    test: "Tesztelés",
    connected: /Kapcsolódva: PostgreSQL/,
    save: "Mentés",
    refresh: "Frissítés",
    failed: "Sikertelen",
    successful: "Sikeres",
    notifications: "Értesítések",
    inbox: /^Értesítések ?, \d+ olvasatlan$/,
    allRead: /^Értesítések ?, nincs olvasatlan$/,
    markAll: "Összes megjelölése olvasottként",
    unread: /^Olvasatlan/,
    nothingUnread: "Mindent elolvasott",
    title: (name: string) => `A(z) „${name}” forrás nem frissült`,
    recovered: (name: string) => `A(z) „${name}” forrás újra frissül`,
    todo: "Nyissa meg a forrást az okért, hozza rendbe, majd frissítse.",
    over: "azóta megoldódott",
    system: "Rendszer",
    setUpMail: "E-mail beállítása",
    mailServer: "Levelezőkiszolgáló",
    none: "Nincs",
    port: "Port",
    sender: "Feladó címe",
    testMail: "Tesztüzenet küldése",
    testSent: /A levelezőkiszolgáló átvett egy üzenetet ide/,
    testFailed: "A tesztüzenetet nem küldtük el",
    change: "Módosítás",
    addWebhook: "Webhook hozzáadása",
    webhookName: "Név",
    webhookUrl: "Cím",
    secret: "Titkos kulcs",
    done: "Kész",
    actions: (name: string) => `Műveletek: ${name}`,
    testEvent: "Tesztesemény küldése",
    tested: /átvette a teszteseményt/,
    deliveries: "Kézbesítések",
    sent: "Elküldve",
    sendAgain: "Küldés újra",
    again: "Újra küldjük",
    remove: "Eltávolítás",
    stopMail: "E-mail leállítása",
    cancel: "Mégse",
  },
};

type Words = (typeof say)["en"] | (typeof say)["hu"];

/** A program on this machine that receives webhooks. */
async function openReceiver() {
  const posted: { headers: Record<string, string>; body: string }[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      posted.push({
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(pieces).toString(),
      });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  return { url, posted, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function addDatabaseSource(
  page: Page,
  t: Words,
  name: string,
  connectionString: string,
): Promise<void> {
  await page.getByRole("link", { name: t.sources, exact: true }).click();
  await page.getByRole("link", { name: t.add }).click();
  await page.getByRole("link", { name: t.database }).click();
  await page.getByLabel(t.name).fill(name);
  await page.getByLabel(t.address, { exact: true }).fill(connectionString);
  await page.getByLabel(t.table, { exact: true }).fill("customers");
  await page.getByRole("button", { name: t.test, exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: t.connected })).toBeVisible();
  await page.getByRole("button", { name: t.save, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

async function openSettings(page: Page, t: Words): Promise<void> {
  await page.getByRole("link", { name: t.system, exact: true }).click();
  await page.getByRole("navigation", { name: t.system }).getByRole("link", { name: t.notifications }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Webhook" })).toBeVisible();
}

async function setUpMail(page: Page, t: Words, port: number): Promise<void> {
  await page.getByRole("button", { name: t.setUpMail }).click();
  const panel = page.getByRole("dialog");
  await panel.getByRole("textbox", { name: t.mailServer }).fill("localhost");
  await panel
    .locator("label")
    .filter({ hasText: new RegExp(`^${t.none}`) })
    .click();
  await panel.getByRole("textbox", { name: t.port }).fill(String(port));
  await panel.getByRole("button", { name: t.save, exact: true }).click();
  await expect(panel.getByRole("textbox", { name: t.sender })).toBeFocused();
  await expectAccessible(page);
  await panel.getByRole("textbox", { name: t.sender }).fill("ferry@example.com");
  await panel.getByRole("button", { name: t.save, exact: true }).click();
  await expect(panel).toBeHidden();
  await page.getByRole("button", { name: t.testMail }).click();
  await expect(page.getByText(t.testSent)).toBeVisible();
}

async function addWebhook(page: Page, t: Words, webhook: { name: string; url: string }): Promise<string> {
  await page.getByRole("button", { name: t.addWebhook }).click();
  const panel = page.getByRole("dialog", { name: t.addWebhook });
  await panel.getByRole("textbox", { name: t.webhookName, exact: true }).fill(webhook.name);
  await panel.getByRole("textbox", { name: t.webhookUrl, exact: true }).fill(webhook.url);
  await expectAccessible(page);
  await panel.getByRole("button", { name: t.save, exact: true }).click();
  const secret = (await page.getByRole("group", { name: t.secret, exact: true }).textContent()) ?? "";
  expect(secret).toMatch(/^whsec_/);
  await page.getByRole("button", { name: t.done }).click();
  await page.getByRole("button", { name: t.actions(webhook.name) }).click();
  await page.getByRole("menuitem", { name: t.testEvent }).click();
  await expect(page.getByText(t.tested)).toBeVisible();
  return secret;
}

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });

    test(`a source that fails is told in the inbox, by e-mail and by webhook, once, and its recovery too (${language})`, async ({
      page,
    }) => {
      test.slow();
      const t = say[language];
      const name = unique("Webshop");
      const hook = unique("Alerts");
      const [mail, receiver] = [await openMailServer(), await openReceiver()];
      const shop = await customerDatabase(
        "CREATE TABLE customers (customer_id text PRIMARY KEY); INSERT INTO customers VALUES ('n1')",
      );
      await signIn(page, "administrator", language);
      await openSettings(page, t);
      await expectAccessible(page);
      await setUpMail(page, t, mail.port);
      const secret = await addWebhook(page, t, { name: hook, url: receiver.url });
      await page.reload();
      expect(await page.content()).not.toContain(secret);

      await addDatabaseSource(page, t, name, shop.connectionString);
      await shop.run("ALTER TABLE customers RENAME TO gone");
      for (let times = 1; times <= 2; times++) {
        await page.getByRole("button", { name: t.refresh, exact: true }).click();
        await expect(page.getByRole("grid").getByText(t.failed, { exact: true })).toHaveCount(times);
      }
      const bell = page.getByRole("link", { name: t.inbox });
      await expect(bell).toBeVisible({ timeout: 25_000 });
      await bell.click();
      await expect(page.getByRole("heading", { level: 1, name: t.notifications })).toBeVisible();
      const item = page.getByRole("listitem").filter({ hasText: t.title(name) });
      await expect(item).toHaveCount(1);
      await expect(item).toContainText(t.todo);
      await expectAccessible(page);
      const events = () =>
        receiver.posted.map(({ body, headers }) => new Webhook(secret).verify(body, headers));
      await expect.poll(() => receiver.posted.length).toBe(2);
      expect(events()[1]).toMatchObject({ type: "source.failed", data: { object: { name } } });
      // One to whoever tried it out, and one of the failure to each administrator and contributor, whoever else is one.
      const mailsTo = (role: string) =>
        mail.messages.filter(({ to }) => to === `${role}@ferry.example`).length;
      await expect.poll(() => [mailsTo("administrator"), mailsTo("contributor")]).toEqual([2, 1]);
      expect(mailsTo("viewer")).toBe(0);

      await item.getByRole("link", { name: t.title(name) }).click();
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await shop.run("ALTER TABLE gone RENAME TO customers");
      await page.getByRole("button", { name: t.refresh, exact: true }).click();
      await expect(page.getByRole("grid").getByText(t.successful, { exact: true })).toBeVisible();
      await page
        .getByRole("link", { name: new RegExp(`^${t.notifications}`) })
        .first()
        .click();
      await expect(page.getByRole("listitem").filter({ hasText: t.recovered(name) })).toBeVisible();
      await expect(item).toContainText(t.over);
      await page.getByText(t.unread).first().click();
      await expect(page).toHaveURL(/show=unread/);
      await page.getByRole("button", { name: t.markAll }).click();
      await expect(page.getByText(t.nothingUnread)).toBeVisible();
      await expect(page.getByRole("link", { name: t.allRead })).toBeVisible();
      await expectAccessible(page);

      await openSettings(page, t);
      const row = page
        .getByRole("grid", { name: t.deliveries })
        .getByRole("row")
        .filter({ hasText: hook })
        .first();
      await expect(row).toContainText(t.sent);
      const before = receiver.posted.length;
      await row.getByRole("button").click();
      await page.getByRole("menuitem", { name: t.sendAgain }).click();
      await expect(page.getByText(t.again)).toBeVisible();
      await expect.poll(() => receiver.posted.length).toBe(before + 1);
      await expectAccessible(page);
      await mail.close();
      await page.getByRole("button", { name: t.testMail }).click();
      await expect(page.getByText(t.testFailed)).toBeVisible();
      await expectAccessible(page);

      await page.getByRole("button", { name: t.actions(hook) }).click();
      await page.getByRole("menuitem", { name: t.remove, exact: true }).click();
      await expectAccessible(page);
      await page.getByRole("alertdialog").getByRole("button", { name: t.remove }).click();
      await expect(page.getByRole("row").filter({ hasText: receiver.url })).toHaveCount(0);
      await page.getByRole("button", { name: t.change, exact: true }).click();
      await page.getByRole("button", { name: t.stopMail }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: t.stopMail }).click();
      await expect(page.getByRole("button", { name: t.setUpMail })).toBeVisible();
      await receiver.close();
    });
  });

test("everybody chooses what they are told, and a contributor finds no settings of others", async ({
  page,
}) => {
  await signIn(page, "contributor");
  await page.goto("/account/preferences");
  const box = page.getByRole("checkbox", { name: "A run needs approval: in Ferry" });
  // What is ticked is kept at once, and a page that is left too early would take it back.
  const tick = async () => {
    const kept = page.waitForResponse((response) => response.request().method() === "POST");
    await page.locator("label").filter({ has: box }).click();
    await kept;
  };
  await expect(box).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /connection needs attention/ })).toHaveCount(0);
  await expectAccessible(page);
  await tick();
  await expect(box).not.toBeChecked();
  await page.reload();
  await expect(box).not.toBeChecked();
  await tick();
  await expect(box).toBeChecked();

  await page.goto("/admin/system/about");
  await expect(page.getByRole("link", { name: "About", exact: true })).toBeVisible();
  const tabs = page.getByRole("navigation", { name: "System" });
  await expect(tabs.getByRole("link", { name: "Notifications" })).toHaveCount(0);
  expect((await page.goto("/admin/system/notifications"))?.status()).toBe(403);
});

test("General shows at once what a regional format makes of numbers, dates and times", async ({ page }) => {
  await signIn(page, "viewer");
  await page.getByRole("link", { name: "System", exact: true }).click();
  await page.getByRole("link", { name: "General", exact: true }).click();
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText("1,234,567.89");
  await expectAccessible(page);
  const region = page.getByRole("combobox", { name: "Regional format" });
  await region.fill("Germ");
  await page.getByRole("option", { name: "Germany" }).click();
  await expect(preview).toContainText("1.234.567,89");
  await page.getByText("Magyar", { exact: true }).first().click();
  await expect(page.getByRole("region", { name: "Előnézet" })).toContainText("1 234 567,89");
  await expectAccessible(page);
  await page.getByText("English", { exact: true }).first().click();
  await expect(preview).toContainText("1.234.567,89");
  await region.fill("United S");
  await page.getByRole("option", { name: "United States" }).click();
  await expect(preview).toContainText("1,234,567.89");
});

test("About shows the versions, a live worker, and the day the API revision retires", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto("/admin/system/about");
  await expect(page.getByText("2026-07-15; retires on July 15, 2028")).toBeVisible();
  await expect(page.getByText(/^PostgreSQL \d/)).toBeVisible();
  const workers = page.getByRole("group", { name: "Live workers" });
  await expect(workers.getByRole("row")).toHaveCount(2);
  await expectAccessible(page);
});

test.describe("on a phone, in Hungarian", () => {
  test.use({ language: "hu" });

  test("the current tab is seen whole, though not all tabs fit", async ({ page }) => {
    await signIn(page, "viewer", "hu");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/admin/system/about");
    const tabs = page.getByRole("navigation", { name: "Rendszer" });
    await expect(tabs.getByRole("link", { name: "Névjegy" })).toBeInViewport({ ratio: 1 });
    await expectAccessible(page);
  });
});
