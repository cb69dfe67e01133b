// Country codes in use, ITU-T E.164 list; 7 covers Russia and Kazakhstan, 1 the North American plan. Codes of
// satellite and international networks (87x, 88x) receive no text messages and are left out.
const countryCodes = new Set(
  (
    "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 " +
    "86 90 91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 " +
    "237 238 239 240 241 242 243 244 245 246 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 " +
    "267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 378 380 " +
    "381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 " +
    "598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 850 852 853 855 856 " +
    "880 886 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 992 993 994 995 996 998"
  ).split(" "),
);

// Digits after the country code where the national plan fixes them.
const nationalDigits: Readonly<Record<string, readonly [least: number, most: number]>> = {
  "1": [10, 10],
  "7": [10, 10],
  "31": [9, 9],
  "33": [9, 9],
  "34": [9, 9],
  "36": [8, 9],
  "40": [9, 9],
  "41": [9, 9],
  "44": [9, 10],
  "45": [8, 8],
  "47": [8, 8],
  "48": [9, 9],
  "61": [9, 9],
  "65": [8, 8],
  "90": [10, 10],
  "91": [10, 10],
  "351": [9, 9],
  "420": [9, 9],
  "421": [9, 9],
};

export type PhoneCheck =
  | { ok: true; phone: string }
  | { ok: false; code: "phone_not_international" | "phone_implausible" };

/**
 * A phone number in E.164, or why it is left out. Spaces, dots, dashes, brackets and a leading 00 are understood.
 *
 * Klaviyo drops a phone it does not believe without a word (contract 7.5), so more than the shape is looked at: the
 * country code must exist, the number must be long enough for one, and where a national plan fixes the length, it
 * must fit. This is a conservative stand-in for a real numbering library: it can pass a number nobody has, and never
 * guesses a country for a number written without one.
 */
export function checkPhone(written: string): PhoneCheck {
  const phone = toCompact(written);
  if (!phone.startsWith("+")) return { ok: false, code: "phone_not_international" };
  return isPlausible(phone) ? { ok: true, phone } : { ok: false, code: "phone_implausible" };
}

const compactAlready = /^\+\d+$/;

function toCompact(written: string): string {
  if (compactAlready.test(written)) return written;
  const compact = written
    .normalize("NFKC")
    .replace(/\(0\)/g, "")
    .replace(/[\s().\-/\u2010-\u2015]/g, "");
  return compact.replace(/^00/, "+");
}

function isPlausible(phone: string): boolean {
  if (!/^\+[1-9]\d{7,14}$/.test(phone)) return false;
  const digits = phone.slice(1);
  const country = [1, 2, 3].map((length) => digits.slice(0, length)).find((code) => countryCodes.has(code));
  if (country === undefined) return false;
  const national = digits.slice(country.length);
  if (country === "1" && !isNorthAmerican(national)) return false;
  const range = nationalDigits[country];
  return !range || (national.length >= range[0] && national.length <= range[1]);
}

/** Area code and exchange begin with 2 to 9 and are no service code such as 911; area 555 does not exist. */
function isNorthAmerican(national: string): boolean {
  return /^[2-9]\d{2}[2-9]\d{6}$/.test(national) && !/^(?:555|\d11)/.test(national);
}
