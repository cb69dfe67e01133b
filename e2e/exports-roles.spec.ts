import { addConnection } from "./support/connection";
import { addDestination, openExport, openExports, say, standing, untilEnded } from "./support/exports";
import { expect, expectAccessible, signIn, test, unique, userOf } from "./support/ferry";
import { openAccount } from "./support/klaviyo";
import { makeSegment } from "./support/people";

const practice = "Newsletter readers in Hungary to Klaviyo";
const t = say.en;

// What a sample customer's address looks like, wherever in the page or its payload it might stand.
const address = /[a-z]+\.[a-z]+\d+@example\.com/i;

// The viewer looks at the run that the contributor made.
test.describe.configure({ mode: "serial" });

test("a contributor runs an export on a shared connection, and cannot open the connection", async ({
  page,
}) => {
  await signIn(page, "contributor");
  await openExport(page, practice);
  await expect(page.getByRole("link", { name: "Klaviyo practice account" })).toHaveCount(0);
  await page.getByRole("button", { name: t.run, exact: true }).click();
  await expect(standing(page)).toContainText(t.successful, untilEnded);
  await expect(page.getByText(`Started by ${userOf("contributor").name}`)).toBeVisible();
  await expect(page.getByText("Klaviyo practice account", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Klaviyo practice account" })).toHaveCount(0);

  // Not even at the address that the administrator's page links to.
  const admin = await page.context().browser()?.newPage({ baseURL: process.env.E2E_BASE_URL });
  if (!admin) throw new Error("There is no browser.");
  await signIn(admin, "administrator");
  await admin.goto(page.url());
  const connection = await admin.getByRole("link", { name: "Klaviyo practice account" }).getAttribute("href");
  await admin.context().close();
  expect((await page.goto(connection ?? ""))?.status()).toBe(403);
  await expect(page.getByRole("heading", { name: "You cannot open this page" })).toBeVisible();
});

test("a contributor only views exports on a connection that is not shared with them", async ({
  page,
  browser,
}) => {
  test.setTimeout(90_000);
  const account = await openAccount(unique("Board"), ["Board members"]);
  const connection = unique("Board only");
  const name = unique("Board members to the board");
  const segment = unique("Pécs");
  const admin = await browser.newPage({ baseURL: process.env.E2E_BASE_URL });
  await signIn(admin, "administrator");
  await makeSegment(admin, { name: segment, city: "Pécs" });
  await addConnection(admin, account, { name: connection, access: "administrators" });
  await addDestination(admin, { connection, name, list: "Board members", segment });
  const exportPath = new URL(admin.url()).pathname;
  await admin.getByRole("link", { name: connection }).click();
  await expect(admin).toHaveURL(/\/admin\/connections\/[0-9a-f-]{36}$/);
  const connectionId = admin.url().split("/").at(-1) ?? "";
  await admin.context().close();

  await signIn(page, "contributor");
  await openExports(page);
  await page.getByRole("searchbox", { name: "Search exports" }).fill(name);
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row.getByRole("gridcell", { name: "View", exact: true })).toBeVisible();
  await row.getByRole("button", { name: `Actions for ${name}` }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["View"]);
  await page.getByRole("menuitem", { name: "View" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  for (const command of ["Run", "Edit", "More commands"]) {
    await expect(page.getByRole("button", { name: command, exact: true })).toHaveCount(0);
    await expect(page.getByRole("link", { name: command, exact: true })).toHaveCount(0);
  }

  // The form does not offer the connection, whatever its address says.
  await page.goto(`/data/exports/new?connection=${connectionId}`);
  await page.getByRole("button", { name: t.connection }).click();
  await expect(page.getByRole("option", { name: "Klaviyo practice account" })).toBeVisible();
  await expect(page.getByRole("option", { name: connection })).toHaveCount(0);

  // Nor is there a way around the form.
  expect((await page.goto(`${exportPath}/edit`))?.status()).toBe(403);
  const lists = await page.request.get(`/api/exports/lists?connectionId=${connectionId}&query=`);
  expect(lists.ok()).toBe(false);
  expect(await lists.text()).not.toContain("Board members");
});

test("a viewer sees exports and runs, masked, and nothing that changes or takes them", async ({ page }) => {
  await signIn(page, "viewer");
  await openExports(page);
  const row = page.getByRole("row").filter({ hasText: practice });
  await expect(row.getByRole("gridcell", { name: "View", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: t.add })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Run all" })).toHaveCount(0);
  await row.getByRole("checkbox").click({ force: true });
  const commands = page.getByRole("toolbar", { name: "Commands" });
  await expect(commands.getByRole("link", { name: "View" })).toBeVisible();
  await expect(commands.getByRole("button")).toHaveCount(0);
  await expectAccessible(page);

  await commands.getByRole("link", { name: "View" }).click();
  await expect(page.getByRole("heading", { level: 1, name: practice })).toBeVisible();
  const exportPath = new URL(page.url()).pathname;
  await expect(page.getByRole("button", { name: t.run, exact: true })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Edit" })).toHaveCount(0);
  await page
    .getByRole("grid", { name: "Runs" })
    .getByRole("link", { name: /^#\d+$/ })
    .first()
    .click();
  await expect(standing(page)).toContainText(t.successful);
  await expect(page.getByRole("button", { name: "Cancel run" })).toHaveCount(0);
  const runPath = new URL(page.url()).pathname;

  await page.getByRole("link", { name: /^Duplicate: / }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Duplicate" })).toBeVisible();
  await expect(
    page
      .getByRole("grid", { name: "Duplicate" })
      .getByText(/^.•••@e•••\.com$/)
      .first(),
  ).toBeVisible();
  expect(await page.content()).not.toMatch(address);
  await expect(page.getByText("Your role sees e-mail addresses")).toBeVisible();
  await expect(page.getByRole("button", { name: "Download" })).toHaveCount(0);
  await expectAccessible(page);

  const download = await page.request.get(
    `${runPath.replace("/data/", "/api/")}/people?outcome=duplicate&format=csv`,
  );
  expect(download.status()).toBe(403);
  expect(await download.text()).not.toMatch(address);
  for (const path of ["/data/exports/new", `${exportPath}/edit`])
    expect((await page.goto(path))?.status(), path).toBe(403);
});
