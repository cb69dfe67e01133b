import { addConnection } from "./support/connection";
import { addDestination, pressRun, say, standing, untilEnded } from "./support/exports";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";
import { openAccount } from "./support/klaviyo";
import { makeSegment, uploadPeople } from "./support/people";

const mark = unique("").trim();
const people = ["Zsófia", "Ödön"].map((first, index) => ({
  key: `${mark}-${index}`,
  first,
  email: `person${index}.${mark}@example.com`,
  city: `Vác ${mark}`,
}));

test("a contributor finds a customer, and nothing of the search stands in the address", async ({ page }) => {
  await signIn(page, "contributor");
  await uploadPeople(page, { name: unique("Customers of the spec"), people });
  await page.getByRole("link", { name: "Customers", exact: true }).click();
  const search = page.getByRole("searchbox", { name: "Search customers" });
  await expect(search).toBeVisible();
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await search.fill(`ODON ${mark}`);
  await expect(page.getByRole("row").filter({ hasText: `person1.${mark}@example.com` })).toBeVisible();
  await expect(page.getByText("1 customer found")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: `${mark}-0` })).toHaveCount(0);
  expect(page.url()).not.toContain(mark);
  await search.fill(`nobody ${mark}`);
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await search.fill("%");
  await expect(page.getByText("Type at least one letter or digit")).toBeVisible();
  await expectAccessible(page);
});

test("pages go on from where the last ended, and back", async ({ page }) => {
  await signIn(page, "contributor");
  await page.goto("/data/customers");
  const rows = page.getByRole("row");
  const first = (await rows.nth(1).textContent()) ?? "";
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByText("Page 2")).toBeVisible();
  await expect(rows.nth(1)).not.toHaveText(first);
  expect(new URL(page.url()).search).toBe("");
  await page.getByRole("button", { name: "Previous" }).click();
  await expect(rows.nth(1)).toHaveText(first);
});

test("the list has the columns a person chose, sorted by what has an index, also after a reload", async ({
  page,
}) => {
  await signIn(page, "contributor");
  await page.goto("/data/customers");
  await page.getByRole("button", { name: "Columns" }).click();
  const panel = page.getByRole("dialog", { name: "Columns" });
  await expect(panel.getByRole("checkbox", { name: "Name", exact: true })).toBeDisabled();
  for (const column of ["City", "Added"]) {
    const box = panel.getByRole("checkbox", { name: column, exact: true });
    if (!(await box.isChecked())) await panel.getByText(column, { exact: true }).click();
    await expect(box).toBeChecked();
  }
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Save columns" }).click();
  await expect(page.getByRole("columnheader", { name: "City" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "City" })).toBeVisible();
  await page.getByRole("columnheader", { name: "Customer key" }).click();
  await expect(page).toHaveURL(/sort=key&order=ascending/);
  await page.getByRole("columnheader", { name: "Customer key" }).click();
  await expect(page).toHaveURL(/sort=key&order=descending/);
  await expectAccessible(page);
});

test("a card tells what each source says, the segments, and where the customer was sent", async ({
  page,
}) => {
  test.setTimeout(90_000);
  const [person] = people;
  const account = await openAccount(unique("Cards"), ["Fridays"]);
  const names = { connection: unique("Cards"), export: unique("Vác to Fridays"), segment: unique("Vác") };
  await signIn(page, "administrator");
  await uploadPeople(page, { name: unique("Webshop"), people });
  const later = unique("Loyalty");
  await page.goto("/");
  await uploadPeople(page, {
    name: later,
    people: people.map((one) => ({ ...one, first: `${one.first} B.` })),
  });
  await makeSegment(page, { name: names.segment, city: `Vác ${mark}` });
  await addConnection(page, account, { name: names.connection });
  const { connection, segment } = names;
  await addDestination(page, { connection, name: names.export, list: "Fridays", segment });
  await pressRun(page);
  await expect(standing(page)).toContainText(say.en.successful, untilEnded);

  await page.getByRole("link", { name: "Customers", exact: true }).click();
  await page.getByRole("searchbox", { name: "Search customers" }).fill(person?.key ?? "");
  const found = page.getByRole("row").filter({ hasText: person?.key ?? "" });
  await found.getByRole("link", { name: "Zsófia" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Zsófia" })).toBeVisible();
  expect(page.url()).toMatch(/\/data\/customers\/\d+$/);
  await expect(page.getByText(`${later}: Zsófia B.`)).toBeVisible();
  await expect(page.getByRole("link", { name: names.segment })).toBeVisible();
  const sent = page.getByRole("grid", { name: "Where this customer was sent" });
  const line = sent.getByRole("row").filter({ hasText: names.export });
  await expect(line.getByRole("gridcell", { name: "Fridays", exact: true })).toBeVisible();
  await expectAccessible(page);
  await line.getByRole("link", { name: "Added" }).click();
  await expect(page.getByRole("row").filter({ hasText: person?.email ?? "" })).toBeVisible();
});

test("a viewer sees cards masked, and where a customer was not sent yet", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto("/data/customers");
  await page.getByRole("searchbox", { name: "Search customers" }).fill("C-00001");
  await page.getByRole("row").filter({ hasText: "C-00001" }).getByRole("link").first().click();
  await expect(page.getByText("Your role sees e-mail addresses and phone numbers masked.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Attributes" })).toBeVisible();
  expect(await page.content()).not.toMatch(/[a-z]+\.[a-z]+\d+@example\.com/i);
});
