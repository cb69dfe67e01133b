import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type APIRequestContext, type Browser, type Page, expect, test } from "@playwright/test";
import { TOTP } from "otpauth";
import { SMTPServer } from "smtp-server";
import {
  address,
  findCanaries,
  listen,
  madeSecret,
  ownSecrets,
  personal,
  readLogs,
  type Place,
  secret,
} from "../support/canaries";
import { addConnection, beginConnection } from "../support/connection";
import { customerDatabase, onFerry } from "../support/customer-database";
import { addDestination, pressRun, standing, untilEnded } from "../support/exports";
import { signInByForm, unique } from "../support/ferry";
import { openAccount, refuseNextImport, sayOfNextImport } from "../support/klaviyo";
import { makeSegment } from "../support/people";

test.setTimeout(420_000);
// Not the test that fails of errors in the console: some are asked for here.
test.use({ actionTimeout: 15_000, locale: "en-GB" });

// Whatever became of the story, others find the database as it was.
test.afterEach(() =>
  onFerry(
    `DELETE FROM smtp_settings; DELETE FROM webhook_endpoint;
     ALTER TABLE source_record DROP CONSTRAINT IF EXISTS canary;
     DO $$ BEGIN
       IF to_regclass('profile_away') IS NOT NULL THEN
         DROP VIEW IF EXISTS profile; ALTER TABLE profile_away RENAME TO profile;
       END IF;
     END $$`,
  ),
);

// A second try finds the names of the first taken.
const suffix = unique("");
const called = (name: string) => `${name}${suffix}`;

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

const csv = (name: string, lines: string[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(lines.join("\n")),
});

/** People of a file, some of whose lines cannot be read; answers the city that all the others live in. */
async function bringFile(page: Page): Promise<string> {
  const city = personal("a city in a file");
  const first = personal("a name in a file");
  const phone = personal("a phone number in a file", `+3620${Math.random().toString().slice(2, 9)}`);
  const key = personal("a customer key");
  const good = [
    `${key},${first},${address("an address in a file")},${phone},${city}`,
    `${key}-b,Béla,${address("another address in a file")},,${city}`,
    `${key}-c,Cili,${personal("an address that is none")},,${city}`,
  ];
  const bad = [
    `,No key,${address("an address on a line without a key")},,${city}`,
    `${key}-b,Twice,${address("an address on a line that comes twice")},,${city}`,
    `${key}-d,Long,${address("an address on a line with too many cells")},,${city},more,more`,
  ];
  await page.goto("/data/sources/new");
  const file = csv(`${personal("a name of a file")}.csv`, [
    "Customer ID,First name,E-mail,Phone,City",
    ...good,
    ...bad,
  ]);
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByLabel("Source name").fill(called("Canaries of a file"));
  await press(page, "Import");
  await expect(page.getByText("Completed with warnings")).toBeVisible();
  return city;
}

/** Runs an export of which Klaviyo refuses people in words that name them. */
async function exportPeople(page: Page, city: string): Promise<void> {
  const account = await openAccount(called("Canary account"), ["Canaries"]);
  secret("a key of a connection", account.key);
  await beginConnection(page, called("Canary refused"), "en");
  await page
    .getByLabel("Klaviyo API key", { exact: true })
    .fill(secret("a key that is wrong", `pk_${"ab12".repeat(8)}zz`));
  await press(page, "Continue");
  await page.getByText("I agree", { exact: true }).click();
  await press(page, "Continue");
  await press(page, "Connect");
  await expect(page.getByRole("alert").filter({ hasText: /\w/ }).first()).toBeVisible({ timeout: 20_000 });
  await page.goto("/data/exports");
  await addConnection(page, account, { name: called("Canary connection") });
  await makeSegment(page, { name: called("Canary segment"), city });
  await addDestination(page, {
    connection: called("Canary connection"),
    name: called("Canary export"),
    list: "Canaries",
    segment: called("Canary segment"),
  });
  await sayOfNextImport(account, `${address("an address in Klaviyo's words of a person")} is not valid`);
  await pressRun(page);
  const release = page.getByRole("button", { name: "Release" });
  await expect(release.or(standing(page).getByText("Completed"))).toBeVisible(untilEnded);
  if (await release.isVisible()) {
    await release.click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Release" }).click();
  }
  await expect(standing(page)).toContainText("Completed with warnings", untilEnded);
  await page.goBack();
  await refuseNextImport(account, `${address("an address in Klaviyo's words of a request")} is not valid`);
  await page.getByRole("button", { name: "More commands", exact: true }).click();
  await page.getByRole("menuitem", { name: "Full resync", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Full resync" }).click();
  await expect(page).toHaveURL(/\/data\/runs\/[0-9a-f-]{36}$/);
  if (await release.isVisible({ timeout: 5_000 })) await release.click();
}

async function pushPeople(page: Page, request: APIRequestContext): Promise<string> {
  await page.goto("/admin/api");
  await press(page, "Create token");
  const panel = page.getByRole("dialog", { name: "Create token" });
  await panel.getByRole("textbox", { name: "Name", exact: true }).fill(called("Canary token"));
  await panel.getByRole("button", { name: "Source" }).click();
  await page.getByRole("option", { name: "New source" }).click();
  await panel.getByRole("textbox", { name: "Source name" }).fill(called("Canaries pushed"));
  await panel.getByRole("button", { name: "Create token" }).click();
  const token = (await page.getByRole("group", { name: "Token", exact: true }).textContent()) ?? "";
  await press(page, "Done");
  const send = (data: string, bearer = token) =>
    request.post("/api/v1/profiles", {
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      data,
    });
  const row = (key: string, email: unknown) => ({ key, attributes: { email, orders: 1 } });
  const pushed = row(personal("a key that was pushed"), address("an address that was pushed"));
  const odd = row(personal("a key that was refused"), { deep: address("an address that was refused") });
  const typed = { ...row("t", null), attributes: { orders: personal("a text for a number") } };
  expect((await send(JSON.stringify({ profiles: [pushed] }))).status()).toBe(200);
  await send(JSON.stringify({ profiles: [odd, typed] }));
  expect((await send(`{"profiles": [${personal("what is no JSON")}`)).status()).toBe(400);
  expect((await send("{}", secret("a token that nobody knows"))).status()).toBe(401);
  return madeSecret("a token", token);
}

/** A database that says no in words of its own, which name people. */
async function readDatabase(page: Page): Promise<void> {
  const row = (key: string, what: string) => `('${key}', '${address(what)}')`;
  const shop = await customerDatabase(
    `CREATE TABLE customers (customer_id text, email text);
     INSERT INTO customers VALUES ${row("c1", "an address in a database")}, (NULL, '${address("an address without a key in a database")}')`,
  );
  secret("the password of a source", shop.password);
  await page.goto("/data/sources/new/database");
  await page.getByLabel("Source name").fill(called("Canaries of a database"));
  const connection = page.getByLabel("Connection string", { exact: true });
  await connection.fill(shop.connectionString.replace(shop.password, secret("a password that is wrong")));
  await page.getByLabel("Table", { exact: true }).fill("customers");
  await press(page, "Test");
  await expect(page.getByRole("alert").or(page.locator("[data-invalid]")).first()).toBeVisible();
  await connection.fill(shop.connectionString);
  await press(page, "Test");
  await expect(page.getByRole("status").filter({ hasText: /Connected to PostgreSQL/ })).toBeVisible();
  await press(page, "Save");
  await press(page, "Refresh");
  const refreshes = page.getByRole("grid", { name: "Refreshes" }).getByRole("row");
  await expect(refreshes.filter({ hasText: /Successful|Completed with warnings/ })).toHaveCount(1);
  const [name] = shop.connectionString.match(/shop_\w+_reader/) ?? [];
  await shop.run(
    `ALTER TABLE customers RENAME TO people; CREATE VIEW customers AS SELECT customer_id,
       ('${personal("a value in a database's words")}' || email)::int::text AS email FROM people; GRANT SELECT ON customers TO ${name}`,
  );
  await press(page, "Refresh");
  await expect(refreshes.filter({ hasText: "Failed" })).toHaveCount(1);
}

/** A mail server and a receiver of webhooks that refuse what they get, and say whom it was for. */
async function tellOthers(page: Page): Promise<() => Promise<void>> {
  const words = address("an address in a mail server's words");
  const mail = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: (_, __, done) => done(null, { user: "ferry" }),
    onRcptTo: (_, __, done) => done(Object.assign(new Error(`${words} is unknown`), { responseCode: 550 })),
  });
  await new Promise<void>((resolve) => mail.listen(0, "127.0.0.1", resolve));
  const body = personal("a receiver's words");
  const receiver = createServer((_, response) => response.writeHead(500).end(body));
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const portOf = (server: { address: () => unknown }) => String((server.address() as AddressInfo).port);

  await page.goto("/admin/system/notifications");
  await press(page, "Set up e-mail");
  const form = page.getByRole("dialog");
  await form.getByRole("textbox", { name: "Mail server" }).fill("localhost");
  await form.locator("label").filter({ hasText: /^None/ }).click();
  await form.getByRole("textbox", { name: "Port" }).fill(portOf(mail.server));
  await form.getByRole("textbox", { name: "User", exact: true }).fill("ferry");
  await form.getByLabel("Password", { exact: true }).fill(secret("the password of the mail server"));
  await form.getByRole("textbox", { name: "Sender address" }).fill("ferry@example.com");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form).toBeHidden();
  await press(page, "Send test message");
  await expect(page.getByText("The test message was not sent")).toBeVisible();

  await press(page, "Add webhook");
  const panel = page.getByRole("dialog", { name: "Add webhook" });
  await panel.getByRole("textbox", { name: "Name", exact: true }).fill(called("Canary hook"));
  await panel
    .getByRole("textbox", { name: "Address", exact: true })
    .fill(`http://127.0.0.1:${portOf(receiver)}/hook`);
  await panel.getByRole("button", { name: "Save", exact: true }).click();
  madeSecret(
    "the secret of a webhook",
    (await page.getByRole("group", { name: "Secret", exact: true }).textContent()) ?? "",
  );
  await press(page, "Done");
  await press(page, `Actions for ${called("Canary hook")}`);
  await page.getByRole("menuitem", { name: "Send test event" }).click();
  await expect(page.getByText(/500/).first()).toBeVisible();
  return async () => {
    await new Promise<void>((resolve) => mail.close(resolve));
    receiver.close();
  };
}

const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";

/** Somebody who is invited, sets a password and an app, and mistypes both. */
async function inviteSomebody(page: Page, browser: Browser, baseURL: string): Promise<void> {
  const email = address("the address of a user");
  await page.goto("/admin/permissions");
  await press(page, "Invite user");
  await page.getByRole("textbox", { name: "E-mail address" }).fill(email);
  await page.getByRole("textbox", { name: "Name" }).fill(called("Canary user"));
  await press(page, "Create invitation");
  const link = (await page.getByRole("group", { name: "Link", exact: true }).textContent()) ?? "";
  await press(page, "Done");
  const context = await browser.newContext({ baseURL, locale: "en-GB" });
  const theirs = await context.newPage();
  await theirs.goto(link);
  const password = secret("a password");
  await theirs.getByLabel("New password").fill(password);
  await press(theirs, "Set password and sign in");
  await expect(theirs.getByRole("heading", { level: 1, name: "Exports" })).toBeVisible();
  listen(theirs);
  await theirs.goto("/account/two-step");
  await press(theirs, "Set up an authenticator app");
  const shown = (await theirs.locator("code").first().textContent()) ?? "";
  const totp = madeSecret("the secret of an app", shown.replaceAll(" ", ""));
  await theirs.getByLabel("Code from the app").fill(new TOTP({ secret: totp }).generate());
  await press(theirs, "Turn on");
  const codes = (await theirs.getByRole("group", { name: "Recovery codes" }).textContent()) ?? "";
  madeSecret("a recovery code", codes.trim().split(/\s+/)[0] ?? "");
  await press(theirs, "I have kept them");
  await theirs.goto("/account/password");
  await theirs.getByLabel("Current password").fill(secret("a password that is not the current one"));
  await theirs.getByLabel("New password").fill(secret("a password that would be new"));
  await press(theirs, "Change password");
  await expect(theirs.getByText("This is not your current password.")).toBeVisible();
  for (const { name, value } of await context.cookies())
    if (/session|device/.test(name)) madeSecret(`the cookie ${name}`, value);
  // It has been used, as the token that stands in its address.
  madeSecret("the token of an invitation", tokenOf(link));
  await context.clearCookies();
  await theirs.goto("/sign-in");
  await theirs.getByLabel("E-mail address").fill(address("an address that somebody tried"));
  await theirs.getByLabel("Password", { exact: true }).fill(secret("a password that somebody tried"));
  await press(theirs, "Sign in");
  await expect(theirs.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  await context.close();
}

/** What is typed about people into boxes and lists. */
async function lookForPeople(page: Page): Promise<void> {
  await page.goto("/data/customers");
  const searched = address("an address in the search");
  const isAnswered = page.waitForResponse(
    (answer) => answer.request().postData()?.includes(searched) ?? false,
  );
  await page.getByRole("searchbox", { name: "Search customers" }).fill(searched);
  await isAnswered;
  await page.goto("/data/segments/new");
  await page.getByRole("combobox", { name: "Field" }).fill("City");
  await page.getByRole("option", { name: "City", exact: true }).click();
  const value = personal("a value in rules that were not saved");
  const isCounted = page.waitForResponse((answer) => answer.url().endsWith("/api/segments/preview"));
  await page.getByRole("combobox", { name: "Value", exact: true }).fill(value);
  await page.keyboard.press("Tab");
  await isCounted;
  await page.goto("/data/segments/list");
  const lines = ["E-mail", address("an address in a list"), address("another address in a list")];
  await page.locator("input[type=file]").setInputFiles(csv("list.csv", lines));
  await press(page, "Find customers");
  await expect(page.getByRole("region", { name: "Found" })).toBeVisible();
  await page.goto("/admin/privacy");
  await page.getByRole("textbox", { name: "E-mail address" }).fill(address("an address to be erased"));
  await press(page, "Show what will be erased");
  await page.waitForLoadState("networkidle");
}

/** Faults of the database whose words quote rows, where people read and where programs and workers write. */
async function breakThings(page: Page, request: APIRequestContext, token: string): Promise<Place[]> {
  const places: Place[] = [];
  const key = personal("a key that the database quotes");
  const email = address("an address that the database quotes");
  await onFerry(`ALTER TABLE source_record ADD CONSTRAINT canary CHECK (key <> '${key}') NOT VALID`);
  const pushed = await request.post("/api/v1/profiles", {
    headers: { authorization: `Bearer ${token}` },
    data: { profiles: [{ key, attributes: { email } }] },
  });
  expect(pushed.status()).toBe(500);
  places.push({ where: "a failed push", text: await pushed.text() });
  await page.goto("/data/sources/new");
  await page.locator("input[type=file]").setInputFiles(csv("broken.csv", ["id,E-mail", `${key},${email}`]));
  await page.getByLabel("Source name").fill(called("Canaries that break"));
  await press(page, "Import");
  await expect(page.getByText("Failed", { exact: true }).first()).toBeVisible({ timeout: 120_000 });
  await onFerry("ALTER TABLE source_record DROP CONSTRAINT canary");

  // From now on whoever reads people hears of one whose address is no number.
  const quoted = address("an address that the database quotes to a reader");
  await onFerry(
    `ALTER TABLE profile RENAME TO profile_away;
     CREATE VIEW profile AS SELECT * FROM profile_away WHERE ('${quoted}' || id)::int > 0`,
  );
  const searched = personal("a search that fails");
  await page.goto("/data/customers");
  const reference = (await page.getByRole("main").locator("code").textContent()) ?? "";
  expect(readLogs().some(({ text }) => text.includes(`"digest":"${reference}"`))).toBe(true);
  places.push({ where: "a page that failed", text: await page.content() });
  const asked = await page.request.post("/api/customers", {
    headers: { origin: new URL(page.url()).origin },
    data: { search: searched, sort: "key", order: "asc" },
  });
  places.push({ where: "a search that failed", text: await asked.text() });
  await onFerry("DROP VIEW profile; ALTER TABLE profile_away RENAME TO profile");
  return places;
}

const pages = [
  "/data/exports",
  "/data/runs",
  "/data/segments",
  "/admin/connections",
  "/admin/system/status",
  "/admin/system/notifications",
  "/admin/system/about",
  "/admin/audit",
  "/admin/privacy",
  "/admin/privacy/processing",
  "/admin/api",
  "/notifications",
  "/nowhere",
  "/data/customers/none",
  "/api/health/ready",
  "/api/health/live",
  "/api/about",
  "/api/status",
  "/api/audit?format=csv",
  "/api/notifications/deliveries",
  "/api/v1/openapi.json",
  "/api/nowhere",
];

/** What pages that are about nobody say, as documents and as what the app fetches of them. */
async function readPages(page: Page): Promise<Place[]> {
  const places: Place[] = [];
  const read = async (where: string, path: string, headers: Record<string, string>) => {
    const answer = await page.request.get(path, { headers });
    places.push({ where, text: `${JSON.stringify(answer.headers())}\n${await answer.text()}` });
  };
  for (const path of pages) {
    await read(path, path, {});
    if (!path.startsWith("/api/")) await read(`${path} (RSC)`, path, { rsc: "1" });
  }
  return places;
}

test("of all that is secret or about people, nothing is where it could be read by others", async ({
  page,
  request,
  browser,
  baseURL,
}) => {
  ownSecrets();
  listen(page);
  await signInByForm(page, "administrator");
  const city = await bringFile(page);
  await exportPeople(page, city);
  const token = await pushPeople(page, request);
  await readDatabase(page);
  const close = await tellOthers(page);
  await inviteSomebody(page, browser, baseURL ?? "");
  await lookForPeople(page);
  const failed = await breakThings(page, request, token);
  const { searched, places, kept, found } = await findCanaries([...failed, ...(await readPages(page))]);
  await close();
  console.log(
    `canaries: ${searched.length} searched in ${places} places, ${found.length} found; ${kept} people are where they belong`,
  );
  expect(searched.length).toBeGreaterThanOrEqual(40);
  expect(new Set(searched.map(({ value }) => value)).size).toBe(searched.length);
  expect(searched.filter(({ value }) => value.length < 8)).toEqual([]);
  expect(kept).toBeGreaterThanOrEqual(15);
  expect(found).toEqual([]);
});
