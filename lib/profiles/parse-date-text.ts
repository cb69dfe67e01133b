import type { FieldNotation } from "./field-types";

type SlashDate = FieldNotation["slashDate"];

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;
const hungarianDate = /^(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?$/;
const dottedDate = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\.?$/;
const slashedDate = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const dateAndTime =
  /^(.{8,14}?)(?:T| )(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * The date a text stands for as `yyyy-mm-dd`, or undefined: 2024-03-01, 01.03.2024, 2024.03.01., and 03/01/2024 where
 * `slashDate` says what comes first or only one reading is a date.
 */
export function parseDateText(text: string, slashDate: SlashDate): string | undefined {
  const yearFirst = isoDate.exec(text) ?? hungarianDate.exec(text);
  if (yearFirst) return toIsoDate(yearFirst[1], yearFirst[2], yearFirst[3]);
  const dotted = dottedDate.exec(text);
  if (dotted) return toIsoDate(dotted[3], dotted[2], dotted[1]);
  const slashed = slashedDate.exec(text);
  if (!slashed) return undefined;
  const monthFirst = toIsoDate(slashed[3], slashed[1], slashed[2]);
  const dayFirst = toIsoDate(slashed[3], slashed[2], slashed[1]);
  if (slashDate) return slashDate === "month" ? monthFirst : dayFirst;
  if (monthFirst && dayFirst) return monthFirst === dayFirst ? monthFirst : undefined;
  return monthFirst ?? dayFirst;
}

/** The moment a text stands for, in UTC with milliseconds and Z, or undefined. A date alone is its midnight. */
export function parseDatetimeText(text: string, slashDate: SlashDate): string | undefined {
  const day = parseDateText(text, slashDate);
  if (day) return `${day}T00:00:00.000Z`;
  const [, date = "", hours = "", minutes, seconds = "00", fraction = "", zone = "Z"] =
    dateAndTime.exec(text) ?? [];
  const parsedDay = parseDateText(date.trim(), slashDate);
  if (!parsedDay) return undefined;
  const time = `${hours.padStart(2, "0")}:${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}`;
  // The engine wants the colon in +02:00; many exports leave it out.
  const offset = zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const moment = new Date(`${parsedDay}T${time}${offset}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

// The engine rolls 31 April over to 1 May; a real date survives the journey.
function toIsoDate(year = "", month = "", day = ""): string | undefined {
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}
