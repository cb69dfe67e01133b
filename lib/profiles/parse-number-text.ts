import type { FieldNotation } from "./field-types";

// Groups of three are parted by the same sign throughout: the other sign, a space, a no-break space or an apostrophe.
const shapes = {
  ".": /^-?(?:\d+|\d{1,3}(?:([,' \u00a0\u202f])\d{3})(?:\1\d{3})*)(?:\.\d+)?$/,
  ",": /^-?(?:\d+|\d{1,3}(?:([.' \u00a0\u202f])\d{3})(?:\1\d{3})*)(?:,\d+)?$/,
};

// Of a whole number any sign may part the groups: there is no fraction it could be taken for.
const wholeShape = /^-?(?:\d+|\d{1,3}(?:([.,' \u00a0\u202f])\d{3})(?:\1\d{3})*)$/;

// What every notation reads alike, as most numbers are written.
const plainNumber = /^(?:0|-?[1-9]\d{0,14})$/;

// A double keeps every decimal number of up to 15 digits (IEEE 754).
const MAX_DIGITS = 15;

/**
 * The number a text stands for, or undefined. Without a decimal sign (null) only what both signs read alike or one of
 * them alone can read: 12.5 and 1.234,5 but not 1.234. Refused: leading zeros (01234 is a code), a plus sign (+36 is a
 * telephone number), more than 15 digits.
 */
export function parseNumberText(text: string, decimal: FieldNotation["decimal"]): number | undefined {
  if (plainNumber.test(text)) return Number(text);
  if (decimal === "none") return wholeShape.test(text) ? toNumber(text, text, "") : undefined;
  if (decimal) return readWith(text, decimal);
  const point = readWith(text, ".");
  const comma = readWith(text, ",");
  if (point !== undefined && comma !== undefined) return point === comma ? point : undefined;
  return point ?? comma;
}

function readWith(text: string, decimal: "." | ","): number | undefined {
  if (!shapes[decimal].test(text)) return undefined;
  const [whole = "", fraction = ""] = text.split(decimal);
  return toNumber(text, whole, fraction);
}

function toNumber(text: string, wholePart: string, fractionPart: string): number | undefined {
  const whole = wholePart.replace(/\D/g, "");
  const fraction = fractionPart.replace(/\D/g, "");
  if (/^0\d/.test(whole) || whole.length + fraction.length > MAX_DIGITS) return undefined;
  const size = Number(fraction ? `${whole}.${fraction}` : whole);
  return text.startsWith("-") && size !== 0 ? -size : size;
}
