// Digits after the country code, for the countries one meets most; all others are judged by total length.
const nationalLengths: Record<string, readonly [number, number]> = {
  "1": [10, 10], "7": [10, 10], "20": [8, 10], "27": [9, 9], "30": [10, 10], "31": [9, 9], "32": [8, 9],
  "33": [9, 9], "34": [9, 9], "36": [8, 9], "39": [6, 11], "40": [9, 9], "41": [9, 9], "43": [7, 13],
  "44": [9, 10], "45": [8, 8], "46": [7, 10], "47": [8, 8], "48": [9, 9], "49": [6, 11], "52": [10, 10],
  "54": [10, 11], "55": [10, 11], "61": [9, 9], "64": [8, 10], "65": [8, 8], "81": [9, 10], "82": [8, 10],
  "86": [10, 11], "90": [10, 10], "91": [10, 10], "351": [9, 9], "353": [7, 9], "358": [6, 11],
  "359": [7, 9], "380": [9, 9], "381": [8, 9], "385": [8, 9], "386": [8, 8], "420": [9, 9], "421": [9, 9],
}; // prettier-ignore

const unassignedCodes = new Set([
  "210",
  "214",
  "215",
  "217",
  "219",
  "259",
  "28",
  "384",
  "422",
  "424",
  "425",
  "83",
  "89",
  "978",
  "990",
  "999",
]);

/**
 * Whether a number is E.164 and could exist. Klaviyo drops an impossible phone silently (contract 7.5), so
 * the right shape alone is not enough: the country code must be assigned and the length must fit it.
 */
export function isPlausiblePhone(phone: string): boolean {
  if (!/^\+[1-9]\d{6,14}$/.test(phone)) return false;
  const digits = phone.slice(1);
  for (const length of [1, 2, 3]) {
    const code = digits.slice(0, length);
    if (unassignedCodes.has(code)) return false;
    const range = nationalLengths[code];
    if (!range) continue;
    const national = digits.slice(length);
    if (code === "1" && !isNorthAmerican(national)) return false;
    return national.length >= range[0] && national.length <= range[1];
  }
  return digits.length >= 8;
}

/** Area code and exchange start with 2 to 9, and no area is 555 or N11. */
function isNorthAmerican(national: string): boolean {
  return /^[2-9]\d{2}[2-9]\d{6}$/.test(national) && !/^(555|.11)/.test(national);
}
