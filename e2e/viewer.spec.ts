import { expect, expectAccessible, signIn, test } from "./support/ferry";

// What a sample customer's address looks like, wherever in the page or its payload it might stand.
const address = /[a-z]+\.[a-z]+\d+@example\.com/i;

test("a viewer sees segments and people, masked, and nothing that changes them", async ({ page }) => {
  await signIn(page, "viewer");
  await page.getByRole("link", { name: "Segments", exact: true }).click();
  await expect(page.getByRole("link", { name: "Newsletter readers in Hungary", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "New segment" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Refresh all" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Remove sample data" })).toHaveCount(0);

  await page.getByRole("link", { name: "Customers", exact: true }).click();
  await expect(page.getByText("k•••@e•••.com").first()).toBeVisible();
  expect(await page.content()).not.toMatch(address);
  await page.getByRole("link", { name: "Kinga Kovács" }).first().click();
  await expect(page.getByText("Your role sees e-mail addresses")).toBeVisible();
  expect(await page.content()).not.toMatch(address);
  await expectAccessible(page);
});

test("a viewer who types the address of a form is refused", async ({ page }) => {
  await signIn(page, "viewer");
  for (const path of ["/data/segments/new", "/data/sources/new"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(403);
    await expect(page.getByRole("heading", { name: "You cannot open this page" })).toBeVisible();
  }
});

test("a viewer's upload and another site's request are refused", async ({ page, request, baseURL }) => {
  await signIn(page, "viewer");
  const send = (origin: string) =>
    page.request.post("/api/uploads", {
      headers: { origin, "x-file-name": "a.csv", "x-file-bytes": "4" },
      data: Buffer.from("id\n1"),
    });
  expect((await send(baseURL ?? "")).status()).toBe(403);
  expect((await send("https://elsewhere.example")).status()).toBe(403);
  const anonymous = await request.post("/api/uploads", { headers: { origin: baseURL ?? "" }, data: "x" });
  expect(anonymous.status()).toBe(401);
});
