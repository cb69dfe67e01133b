import { createHash } from "node:crypto";

export type ConsentLanguage = "en" | "hu";

/** The version new consents are given to. Changing a text means a new version; what was agreed to before stands. */
export const CONSENT_VERSION = "2026-11-1";

const texts: Record<string, Record<ConsentLanguage, readonly string[]>> = {
  "2026-11-1": {
    en: [
      "By connecting, you instruct Ferry to send data to Klaviyo. The data leaves Ferry and its compliance boundary at your instruction, including potentially sensitive data such as personal data.",
      "You are responsible for ensuring that Klaviyo meets any privacy and security obligations you may have.",
      "An administrator can remove this connection at any time; Ferry then stops sending.",
    ],
    hu: [
      "A csatlakozással Ön arra utasítja a Ferryt, hogy adatokat küldjön a Klaviyónak. Az adatok az Ön utasítására elhagyják a Ferryt és annak megfelelőségi határát, beleértve az esetleg érzékeny adatokat, például a személyes adatokat is.",
      "Az Ön felelőssége gondoskodni arról, hogy a Klaviyo megfeleljen az Önre vonatkozó adatvédelmi és biztonsági kötelezettségeknek.",
      "Rendszergazda bármikor eltávolíthatja ezt a kapcsolatot; a Ferry ekkor abbahagyja a küldést.",
    ],
  },
};

/** The paragraphs of a version in a language. Throws for a version that never was. */
export function consentText(version: string, language: ConsentLanguage): readonly string[] {
  const text = texts[version]?.[language];
  if (!text) throw new Error(`There is no consent text ${version} in ${language}.`);
  return text;
}

/** What is stored with a consent, so that the words agreed to can be proved: SHA-256 of the paragraphs, in hex. */
export function consentHash(version: string, language: ConsentLanguage): string {
  return createHash("sha256").update(consentText(version, language).join("\n")).digest("hex");
}

/** The words behind a stored consent; null where this build has none whose hash is that. */
export function consentWords(version: string, language: string, sha256: string): readonly string[] | null {
  const known = language === "en" || language === "hu" ? texts[version]?.[language] : undefined;
  return known && consentHash(version, language as ConsentLanguage) === sha256 ? known : null;
}
