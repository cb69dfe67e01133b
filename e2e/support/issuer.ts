import type { Page } from "@playwright/test";

export interface Claims {
  sub: string;
  email: string;
  name: string;
  groups: string[];
}

/** What the issuer says of somebody from now on. */
export async function tellIssuer(claims: Claims): Promise<void> {
  const body = JSON.stringify({ email_verified: true, ...claims });
  const { status } = await fetch(`${process.env.E2E_ISSUER}/people`, { method: "POST", body });
  if (status !== 204) throw new Error(`The issuer answered ${status}.`);
}

/** Signs in on the issuer's page, and says yes to Ferry where it asks, which it does at the first time. */
export async function signInAtIssuer(page: Page, sub: string): Promise<void> {
  const isBack = () => new URL(page.url()).origin !== new URL(process.env.E2E_ISSUER ?? "").origin;
  await page.getByPlaceholder("Enter any login").fill(sub);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  const consent = page.getByRole("button", { name: "Continue", exact: true });
  await Promise.race([page.waitForURL(isBack), consent.waitFor()]);
  if (!isBack()) await consent.click();
}
