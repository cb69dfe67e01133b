import { dictionary } from "@zxcvbn-ts/language-common";

// The list comes with zxcvbn, which keeps it; most of it is shorter than what Ferry takes at all, so that what is left
// once digits and signs around a word are taken away counts too.
let common: Set<string> | undefined;
const isCommon = (text: string) => (common ??= new Set(dictionary["passwords-common"])).has(text);

const LEAST_NAME = 4;
const LEAST_DIFFERENT = 5;

/** Whether most characters follow from the one before: 1234567890123, aaaaaaaaaaaa, zyxwvutsrqpo. */
function isSeries(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  const most = Math.max(...steps.map((step) => steps.filter((one) => one === step).length));
  return most > steps.length * 0.7;
}

/**
 * Why a password that is long enough is still too easy to guess, as the code of a sentence; null where it is not. There is
 * no rule about kinds of characters, and no password expires (NIST SP 800-63B).
 */
export function passwordProblem(
  password: string,
  email: string,
): "password_common" | "password_has_name" | null {
  const text = password.normalize("NFKC").toLowerCase();
  const word = text.replaceAll(/^[^\p{Letter}]+|[^\p{Letter}]+$/gu, "");
  const isPattern = new Set(text).size < LEAST_DIFFERENT || isSeries(text);
  if (isCommon(text) || isCommon(word) || isPattern) return "password_common";
  const [name = ""] = email.toLowerCase().split("@");
  return name.length >= LEAST_NAME && text.includes(name) ? "password_has_name" : null;
}
