import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Page, expect } from "@playwright/test";
import type { Language } from "./ferry";
import type { KlaviyoAccount } from "./klaviyo";

/** The documented labels, and the few others the walk needs. */
export const say = {
  en: {
    connections: "Connections",
    add: "Add connection",
    name: "Display name",
    next: "Continue",
    access: "Choose who can use this connection",
    contributors: "All contributors",
    key: "Klaviyo API key",
    consent: "Data privacy and compliance",
    agree: "I agree",
    agreeFirst: "Tick “I agree” first.",
    connect: "Connect",
    oauth: "Authenticate with Klaviyo",
    withKey: "Continue with the key",
    exportUser: "Add yourself as export user",
    save: "Save",
    active: "Active",
    draft: "Draft",
  },
  hu: {
    connections: "Kapcsolatok",
    add: "Kapcsolat hozzáadása",
    name: "Megjelenítendő név",
    next: "Tovább",
    access: "A kapcsolat használóinak kiválasztása",
    contributors: "Minden közreműködő",
    key: "Klaviyo-kulcs",
    consent: "Adatvédelem és megfelelőség",
    agree: "Elfogadom",
    agreeFirst: "Előbb jelölje be az „Elfogadom” mezőt.",
    connect: "Csatlakozás",
    oauth: "Hitelesítés Klaviyóval",
    withKey: "Folytatás a kulccsal",
    exportUser: "Saját maga hozzáadása exportálási felhasználóként",
    save: "Mentés",
    active: "Aktív",
    draft: "Piszkozat",
  },
};

/** The private key the local Klaviyo knows. */
export const practiceKey = process.env.E2E_KLAVIYO_KEY ?? "";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const openStep = (page: Page, title: string) =>
  page.locator('li[aria-current="step"]').getByRole("heading", { name: title });

/** From the list to the step that asks for the key. */
export async function beginConnection(
  page: Page,
  name: string,
  language: Language,
  access: "contributors" | "administrators" = "contributors",
): Promise<void> {
  const t = say[language];
  await page.getByRole("link", { name: t.connections, exact: true }).click();
  await page.getByRole("link", { name: t.add }).first().click();
  await page.getByLabel(t.name, { exact: true }).fill(name);
  await press(page, t.next);
  await expect(openStep(page, t.access)).toBeVisible();
  if (access === "contributors") await page.getByText(t.contributors, { exact: true }).click();
  await press(page, t.next);
  await expect(openStep(page, t.key)).toBeVisible();
}

/** Key, consent and Connect; interrupted by a reload after the key. Ends at the step after Connect. */
export async function handOverKey(page: Page, key: string, language: Language): Promise<void> {
  const t = say[language];
  await page.getByLabel(t.key, { exact: true }).fill(key);
  await press(page, t.next);
  await expect(openStep(page, t.consent)).toBeVisible();
  await page.reload();
  await expect(openStep(page, t.consent)).toBeVisible();
  const box = page.getByRole("checkbox", { name: t.agree });
  await expect(box).not.toBeChecked();
  await press(page, t.next);
  await expect(page.getByText(t.agreeFirst)).toBeVisible();
  await page.getByText(t.agree, { exact: true }).click();
  await press(page, t.next);
  await expect(openStep(page, t.connect)).toBeVisible();
  await press(page, t.connect);
  await expect(openStep(page, t.oauth)).toBeVisible({ timeout: 20_000 });
}

/** The last two steps. Ends on the list, where the connection is Active. */
export async function finishConnection(page: Page, name: string, language: Language): Promise<void> {
  const t = say[language];
  await expect(openStep(page, t.exportUser)).toBeVisible();
  await press(page, t.exportUser);
  await expect(openStep(page, t.save)).toBeVisible();
  await press(page, t.save);
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row.getByText(t.active, { exact: true })).toBeVisible();
}

/** All the steps at once, to an account of the local Klaviyo. Ends on the list, where the connection is Active. */
export async function addConnection(
  page: Page,
  account: KlaviyoAccount,
  wanted: { name: string; language?: Language; access?: "contributors" | "administrators" },
): Promise<void> {
  const { name, language = "en", access } = wanted;
  await beginConnection(page, name, language, access);
  await handOverKey(page, account.key, language);
  await press(page, say[language].oauth);
  await page.getByRole("radio", { name: account.name }).check();
  await press(page, "Allow");
  await finishConnection(page, name, language);
}

/** Collects everything the server sends to the browser; the returned function fails when `secret` was in it. */
export function watchForSecret(page: Page, secret: string): () => Promise<void> {
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    // A body that is gone with its page was not shown either.
    if (response.url().startsWith("http")) bodies.push(response.text().catch(() => ""));
  });
  return async () => {
    const texts = await Promise.all(bodies);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    for (const folder of (process.env.E2E_LOGS ?? "").split(path.delimiter))
      for (const file of readdirSync(folder).filter((one) => one.endsWith(".log")))
        expect(readFileSync(path.join(folder, file), "utf8").includes(secret), file).toBe(false);
  };
}
