import { expect, it } from "vitest";
import { contentPolicy } from "./content-policy";

const plain = { nonce: "abc", issuerOrigin: null, isDevelopment: false };

it("lets no script run but those of the answer itself", () => {
  const policy = contentPolicy(plain);
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toMatch(/unsafe-eval|script-src [^;]*unsafe-inline|style-src [^;]*unsafe-inline/);
});

it("lets forms lead to the single sign-on that is set up, and to nobody else", () => {
  expect(contentPolicy(plain)).toContain("form-action 'self';");
  const policy = contentPolicy({ ...plain, issuerOrigin: "https://login.example.com" });
  expect(policy).toContain("form-action 'self' https://login.example.com;");
});

it("lets React use eval while developing only", () => {
  expect(contentPolicy({ ...plain, isDevelopment: true })).toContain("'unsafe-eval'");
});
