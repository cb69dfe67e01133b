import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test, unique } from "./support/ferry";

/** What the preview counts once it has counted what is in the form now. */
async function countOf(page: Page, name: string): Promise<number> {
  const preview = page.getByRole("region", { name });
  await expect(preview.locator("[aria-busy=false]")).toBeVisible();
  const text = await preview.locator("[aria-live=polite]").innerText();
  return Number(text.replace(/\D/g, ""));
}

/** Chooses out of a combo box as one does without a mouse. */
async function pick(box: Locator, text: string): Promise<void> {
  await box.focus();
  await box.press("ControlOrMeta+a");
  await box.pressSequentially(text);
  await box.page().getByRole("option", { name: text, exact: true }).first().waitFor();
  await box.press("ArrowDown");
  await box.press("Enter");
  await expect(box).toHaveValue(text);
}

/** Chooses out of a short list, by its first letters. */
async function choose(button: Locator, text: string): Promise<void> {
  await button.focus();
  await button.press("Enter");
  const option = button.page().getByRole("option", { name: text, exact: true });
  await option.waitFor();
  await button.page().keyboard.type(text);
  await expect(option).toBeFocused();
  await button.page().keyboard.press("Enter");
  await expect(button).toContainText(text);
}

const named = (within: Page | Locator, name: string) => within.getByRole("group", { name, exact: true });

test("a contributor builds rules, sub-rules and exceptions with the keyboard alone, and takes steps back", async ({
  page,
}) => {
  // Many steps, and a count after most of them.
  test.slow();
  const name = unique("Readers without loyal ones");
  await signIn(page, "contributor");
  await page.goto("/data/segments/new");
  await page.getByLabel("Name", { exact: true }).fill(name);

  const first = named(page, "Rule 1");
  await pick(named(first, "Condition 1").getByRole("combobox", { name: "Field" }), "Country");
  await named(first, "Condition 1").getByRole("combobox", { name: "Value" }).pressSequentially("hu");
  await page.keyboard.press("Tab");
  await expect.poll(() => countOf(page, "Preview")).toBeGreaterThan(1_000);
  const inHungary = await countOf(page, "Preview");

  // A sub-rule: those who bought much, or lately.
  await first.getByRole("button", { name: "Add sub-rule" }).press("Enter");
  const subRule = named(first, "Sub-rule 1");
  const field = named(subRule, "Condition 1").getByRole("combobox", { name: "Field" });
  await expect(field).toBeFocused();
  await pick(field, "Orders");
  await choose(named(subRule, "Condition 1").getByRole("button", { name: "Comparison" }), "is at least");
  await named(subRule, "Condition 1").getByRole("textbox", { name: "Value" }).pressSequentially("3");
  await subRule.getByRole("button", { name: "Add condition" }).press("Enter");
  await pick(named(subRule, "Condition 2").getByRole("combobox", { name: "Field" }), "Last order");
  await choose(named(subRule, "Condition 2").getByRole("button", { name: "Comparison" }), "is in the last");
  await named(subRule, "Condition 2").getByRole("textbox", { name: "Number" }).pressSequentially("2");
  await choose(named(subRule, "Condition 2").getByRole("button", { name: "Unit" }), "months");
  await expect.poll(() => countOf(page, "Preview")).toBeLessThan(inHungary);
  const buyers = await countOf(page, "Preview");
  expect(buyers).toBeGreaterThan(0);

  // Except who is in another segment.
  await page.getByRole("button", { name: "Add rule" }).press("Enter");
  const second = named(page, "Rule 2");
  await expect(named(second, "Condition 1").getByRole("combobox", { name: "Field" })).toBeFocused();
  // The list of fields is open; what lies behind it is not there for a screen reader until it closes.
  await page.keyboard.press("Escape");
  await page.getByRole("radio", { name: "Union" }).press("ArrowRight");
  await page.getByRole("radio", { name: "Intersect" }).press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Except" })).toBeChecked();
  await second.getByRole("button", { name: "Add segment" }).press("Enter");
  await pick(named(second, "Condition 2").getByRole("combobox", { name: "Segment" }), "Loyal customers");
  await second.getByRole("button", { name: "Remove condition 1" }).press("Enter");
  await expect(second.getByRole("button", { name: "Add condition" })).toBeFocused();
  await expect.poll(() => countOf(page, "Preview")).toBeLessThan(buyers);
  const left = await countOf(page, "Preview");
  await expectAccessible(page);

  await page.keyboard.press("ControlOrMeta+z");
  await expect(named(second, "Condition 2")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(named(second, "Condition 2").getByRole("combobox", { name: "Segment" })).toHaveValue("");
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await page.getByRole("button", { name: "Redo" }).press("Enter");
  await expect(named(second, "Condition 2")).toHaveCount(0);
  await expect.poll(() => countOf(page, "Preview")).toBe(left);

  await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("Up to date", { exact: true })).toBeVisible();
  const rules = page.getByRole("region", { name: "Rules" });
  await expect(rules).toContainText("Last order is in the last 2 months");
  await expect(rules).toContainText("Except · Rule 2");
  await expect(rules).toContainText("is a member of Loyal customers");
  await expectAccessible(page);

  await page.getByRole("link", { name: "Edit" }).click();
  await expect(
    named(named(page, "Rule 2"), "Condition 1").getByRole("combobox", { name: "Segment" }),
  ).toHaveValue("Loyal customers");
  await expect.poll(() => countOf(page, "Preview")).toBe(left);
});

test("says what is wrong at its place, and counts nothing meanwhile", async ({ page }) => {
  await signIn(page, "contributor");
  await page.goto("/data/segments/new");
  const condition = named(named(page, "Rule 1"), "Condition 1");
  await pick(condition.getByRole("combobox", { name: "Field" }), "Orders");
  await choose(condition.getByRole("button", { name: "Comparison" }), "is one of");
  await condition.getByRole("textbox", { name: "Values, one a line" }).fill("1\n2\nmany");
  await expect(condition).toContainText("“many” is not a number.");
  await page.getByLabel("Name", { exact: true }).fill(unique("Wrong"));
  await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await expect(condition.getByRole("textbox")).toBeFocused();
  await expectAccessible(page);
  await condition.getByRole("textbox").fill("1\n2\n");
  await expect.poll(() => countOf(page, "Preview")).toBeGreaterThan(0);
  await condition.getByRole("textbox").fill(Array.from({ length: 1_001 }, (_, index) => index).join("\n"));
  await expect(page.getByRole("alert").filter({ hasText: "a list may have at most 1,000" })).toBeVisible();
});

test.describe("on a phone, in Hungarian", () => {
  test.use({ language: "hu" });

  test("values that people have are suggested, and everything has room", async ({ page }) => {
    await signIn(page, "contributor", "hu");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/data/segments/new");
    const condition = named(named(page, "1. szabály"), "1. feltétel");
    await pick(condition.getByRole("combobox", { name: "Mező" }), "City");
    await condition.getByRole("combobox", { name: "Érték" }).pressSequentially("buda");
    await page.getByRole("option", { name: "Budapest" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(condition.getByRole("combobox", { name: "Érték" })).toHaveValue("Budapest");
    await expect.poll(() => countOf(page, "Előnézet")).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Alszabály hozzáadása" }).press("Enter");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Szabály hozzáadása", exact: true }).press("Enter");
    await page.keyboard.press("Escape");
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
