import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FieldMeaning, FieldNotation, FieldType } from "@/lib/profiles/field-types";
import type { SourceColumn } from "@/lib/sources/schema";

const ROWS_AT_ONCE = 1_000;

const firstNames = ["Ágnes", "Ödön", "Zsófia", "Gergő", "Eszter", "Balázs", "Réka"];
const lastNames = ["Kovács", "Szabó", "Tóth", "Nagy", "Hegedűs", "Vörös", "Fehér", "Papp"];
const cities = ["Budapest", "Győr", "Szeged", "Pécs", "Debrecen", '"Vác, Duna utca"', "Miskolc"];
const plans = ["silver plan", "gold plan", "platinum plan"];

const of = (list: string[], dice: number) => list[dice % list.length] ?? "";
const ascii = (name: string) =>
  name
    .normalize("NFD")
    .replace(/[^a-zA-Z]/g, "")
    .toLowerCase();
const date = (dice: number) => new Date(Date.UTC(2026, 0, 1 + (dice % 300))).toISOString().slice(0, 10);

const columns: [name: string, type: FieldType, meaning: FieldMeaning][] = [
  ["customer_id", "text", "external_id"],
  ["first_name", "text", "first_name"],
  ["last_name", "text", "last_name"],
  ["email", "text", "email"],
  ["phone", "text", "phone"],
  ["city", "text", "city"],
  ["country", "text", "country"],
  ["newsletter", "boolean", "none"],
  ["orders", "number", "none"],
  ["spent", "number", "none"],
  ["last_order", "date", "none"],
  ["plan", "text", "none"],
];

/** The plan a person would confirm for the file: every type the form offers but one. */
export const customerColumns: SourceColumn[] = columns.map(([name, type, meaning]) => {
  const notation: FieldNotation = { decimal: type === "number" ? "." : null, slashDate: null };
  return { name, fieldKey: name, fieldName: name, type, meaning, notation, isIncluded: true };
});

/** Of each line that has one. */
export const NOTE_BYTES = 2_000;

/** A long text beside the others, for files that are large without being many people. */
export const noteColumn: SourceColumn = {
  name: "note",
  fieldKey: "note",
  fieldName: "note",
  type: "text",
  meaning: "none",
  notation: { decimal: null, slashDate: null },
  isIncluded: true,
};

// Cut at another place for each line, so that no line's is another's and PostgreSQL cannot make it small.
const noteText = hashText(2 * NOTE_BYTES);

function hashText(chars: number): string {
  let text = "";
  while (text.length < chars) text += createHash("sha512").update(text).digest("base64url");
  return text;
}

const note = (number: number) => {
  const at = number % NOTE_BYTES;
  return noteText.slice(at, at + NOTE_BYTES);
};

export interface CustomerFile {
  rows: number;
  seed: string;
  /** What keys begin with, besides their number. */
  keys?: string;
  /** Whether lines end with a text of `NOTE_BYTES`. */
  withNotes?: boolean;
}

// Keys ascend, as in most files that come out of a database.
function line(number: number, seed: number, { keys = "C", withNotes }: CustomerFile): string {
  const dice = Math.imul(number ^ seed, 2_654_435_761) >>> 0;
  const first = of(firstNames, dice);
  const last = of(lastNames, dice >>> 3);
  return [
    `${keys}-${String(number).padStart(8, "0")}`,
    first,
    last,
    `${ascii(first)}.${ascii(last)}${number}@example.com`,
    `+3630${String(number).padStart(7, "0")}`,
    of(cities, dice >>> 5),
    "HU",
    dice % 4 === 0 ? "no" : "yes",
    dice % 40,
    (dice % 200_000) / 100,
    date(dice >>> 7),
    of(plans, dice >>> 9),
    ...(withNotes ? [note(number)] : []),
  ].join(",");
}

function* pieces(file: CustomerFile): Generator<string> {
  const { rows, seed, withNotes } = file;
  const number = createHash("sha1").update(seed).digest().readUInt32BE(0);
  yield `${[...columns.map(([name]) => name), ...(withNotes ? [noteColumn.name] : [])].join(",")}\n`;
  for (let at = 0; at < rows; at += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, rows - at);
    yield `${Array.from({ length: count }, (_, index) => line(at + index, number, file)).join("\n")}\n`;
  }
}

/** Writes a file of customers, 12 columns each, the same for the same seed; no key comes twice. */
export async function writeCustomerFile(path: string, file: CustomerFile): Promise<void> {
  await pipeline(Readable.from(pieces(file)), createWriteStream(path));
}
