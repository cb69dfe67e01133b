import { addConnection } from "./support/connection";
import { addDestination, openExport, openExports, say, standing, untilEnded } from "./support/exports";
import { expect, expectAccessible, signIn, test, unique, userOf } from "./support/ferry";
import { openAccount } from "./support/klaviyo";
import { makeSegment } from "./support/people";

const words = {
  en: {
    view: "View",
    edit: "Edit",
    more: "More commands",
    runAll: "Run all",
    commands: "Commands",
    cancelRun: "Cancel run",
    download: "Download",
    runs: "Runs",
    forbidden: "You cannot open this page",
    masked: "Your role sees e-mail addresses and phone numbers masked.",
    startedBy: (name: string) => `Started by ${name}`,
    actions: (name: string) => `Actions for ${name}`,
  },
  hu: {
    view: "Megtekintés",
    edit: "Szerkesztés",
    more: "További parancsok",
    runAll: "Összes futtatása",
    commands: "Parancsok",
    cancelRun: "Futtatás megszakítása",
    download: "Letöltés",
    runs: "Futtatások",
    forbidden: "Ezt az oldalt nem nyithatja meg",
    masked: "Az Ön szerepköre az e-mail-címeket és telefonszámokat takarva látja.",
    startedBy: (name: string) => `Elindította: ${name}`,
    actions: (name: string) => `Műveletek: ${name}`,
  },
};

const shared = { connection: "Klaviyo practice account", name: "Newsletter readers in Hungary to Klaviyo" };
const board = {
  connection: unique("Board only"),
  name: unique("Board members to the board"),
  list: "Board members",
  segment: unique("Pécs"),
};
// As the administrator's pages link to them.
const paths = { sharedConnection: "", board: "", boardConnection: "" };

// What a sample customer's address looks like, wherever in the page or its payload it might stand.
const address = /[a-z]+\.[a-z]+\d+@example\.com/i;

// The viewer looks at the run that the contributor made.
test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(90_000);
  const account = await openAccount(unique("Board"), [board.list]);
  const page = await browser.newPage({ baseURL: process.env.E2E_BASE_URL, locale: "en-GB" });
  const pathOf = async (name: string) =>
    (await page.getByRole("link", { name }).first().getAttribute("href")) ?? "";
  await signIn(page, "administrator");
  await makeSegment(page, { name: board.segment, city: "Pécs" });
  await addConnection(page, account, { name: board.connection, access: "administrators" });
  paths.boardConnection = await pathOf(board.connection);
  paths.sharedConnection = await pathOf(shared.connection);
  await addDestination(page, board);
  paths.board = new URL(page.url()).pathname;
  await expect(page.getByRole("link", { name: board.connection })).toBeVisible();
  await page.context().close();
});

for (const language of ["en", "hu"] as const)
  test.describe(language, () => {
    test.use({ language });
    const t = { ...say[language], ...words[language] };

    test(`a contributor runs an export on a shared connection, and cannot open the connection (${language})`, async ({
      page,
    }) => {
      await signIn(page, "contributor", language);
      await openExport(page, shared.name, language);
      await expect(page.getByText(shared.connection, { exact: true })).toBeVisible();
      await expect(page.getByRole("link", { name: shared.connection })).toHaveCount(0);
      await page.getByRole("button", { name: t.run, exact: true }).click();
      await expect(standing(page)).toContainText(t.successful, untilEnded);
      await expect(page.getByText(t.startedBy(userOf("contributor").name))).toBeVisible();
      await expect(page.getByText(shared.connection, { exact: true })).toBeVisible();
      await expect(page.getByRole("link", { name: shared.connection })).toHaveCount(0);
      expect((await page.goto(paths.sharedConnection))?.status()).toBe(403);
      await expect(page.getByRole("heading", { name: t.forbidden })).toBeVisible();
    });

    test(`a contributor only views exports on a connection that is not shared with them (${language})`, async ({
      page,
    }) => {
      await signIn(page, "contributor", language);
      await openExports(page, language);
      await page.getByRole("searchbox", { name: t.search }).fill(board.name);
      const row = page.getByRole("row").filter({ hasText: board.name });
      await expect(row.getByRole("gridcell", { name: t.view, exact: true })).toBeVisible();
      await row.getByRole("button", { name: t.actions(board.name) }).click();
      await expect(page.getByRole("menuitem")).toHaveText([t.view]);
      await page.getByRole("menuitem", { name: t.view }).click();
      await expect(page.getByRole("heading", { level: 1, name: board.name })).toBeVisible();
      for (const command of [t.run, t.edit, t.more]) {
        await expect(page.getByRole("button", { name: command, exact: true })).toHaveCount(0);
        await expect(page.getByRole("link", { name: command, exact: true })).toHaveCount(0);
      }

      // The form does not offer the connection, whatever its address says.
      const connectionId = paths.boardConnection.split("/").at(-1) ?? "";
      expect(connectionId).toMatch(/^[0-9a-f-]{36}$/);
      await page.goto(`/data/exports/new?connection=${connectionId}`);
      await page.getByRole("button", { name: t.connection }).click();
      await expect(page.getByRole("option", { name: shared.connection })).toBeVisible();
      await expect(page.getByRole("option", { name: board.connection })).toHaveCount(0);

      // Nor is there a way around the form.
      expect((await page.goto(`${paths.board}/edit`))?.status()).toBe(403);
      await expect(page.getByRole("heading", { name: t.forbidden })).toBeVisible();
      const lists = await page.request.get(`/api/exports/lists?connectionId=${connectionId}&query=`);
      expect(await lists.text()).not.toContain(board.list);
      expect(lists.ok()).toBe(false);
    });

    test(`a viewer sees exports and runs, masked, and nothing that changes or takes them (${language})`, async ({
      page,
    }) => {
      await signIn(page, "viewer", language);
      await openExports(page, language);
      const row = page.getByRole("row").filter({ hasText: shared.name });
      await expect(row.getByRole("gridcell", { name: t.view, exact: true })).toBeVisible();
      await expect(page.getByRole("link", { name: t.add })).toHaveCount(0);
      await expect(page.getByRole("button", { name: t.runAll })).toHaveCount(0);
      await row.getByRole("checkbox").click({ force: true });
      const commands = page.getByRole("toolbar", { name: t.commands });
      await expect(commands.getByRole("link", { name: t.view })).toBeVisible();
      await expect(commands.getByRole("button")).toHaveCount(0);
      await expectAccessible(page);

      await commands.getByRole("link", { name: t.view }).click();
      await expect(page.getByRole("heading", { level: 1, name: shared.name })).toBeVisible();
      const exportPath = new URL(page.url()).pathname;
      await expect(page.getByRole("button", { name: t.run, exact: true })).toHaveCount(0);
      await expect(page.getByRole("link", { name: t.edit })).toHaveCount(0);
      const history = page.getByRole("grid", { name: t.runs });
      await history.getByRole("row").nth(1).getByRole("link").first().click();
      await expect(standing(page)).toContainText(t.successful);
      await expect(page.getByRole("button", { name: t.cancelRun })).toHaveCount(0);
      const runPath = new URL(page.url()).pathname;

      const { duplicate } = t.outcomes;
      await page.getByRole("link", { name: `${duplicate}: ` }).click();
      await expect(page.getByRole("heading", { level: 1, name: duplicate })).toBeVisible();
      const people = page.getByRole("grid", { name: duplicate });
      await expect(people.getByText(/^.•••@e•••\.com$/i).first()).toBeVisible();
      expect(await page.content()).not.toMatch(address);
      await expect(page.getByText(t.masked)).toBeVisible();
      await expect(page.getByRole("button", { name: t.download })).toHaveCount(0);
      await expectAccessible(page);

      const download = await page.request.get(
        `${runPath.replace("/data/", "/api/")}/people?outcome=duplicate&format=csv`,
      );
      expect(await download.text()).not.toMatch(address);
      expect(download.status()).toBe(403);
      for (const path of ["/data/exports/new", `${exportPath}/edit`])
        expect((await page.goto(path))?.status(), path).toBe(403);
    });
  });
