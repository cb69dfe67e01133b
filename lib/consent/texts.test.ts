import { expect, it } from "vitest";
import { CONSENT_VERSION, consentHash } from "./texts";

// A text somebody agreed to never changes: a change of words is a new version with its own line here.
it.each([
  ["2026-11-1", "en", "4d68a9b1735a8864d2b2f075dde3c002fadf910c3acb9fa884e561a7141bd147"],
  ["2026-11-1", "hu", "b6d11862e54d5f2b87ded5999d6f8ff2a13cf13a471264f75ae88a72688ee47f"],
] as const)("keeps version %s in %s word for word", (version, language, hash) => {
  expect(consentHash(version, language)).toBe(hash);
});

it("gives new consents to a version that is pinned above", () => {
  expect(CONSENT_VERSION).toBe("2026-11-1");
});
