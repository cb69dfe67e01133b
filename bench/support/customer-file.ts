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

// Keys ascend, as in most files that come out of a database.
function line(number: number, seed: number): string {
  const dice = Math.imul(number ^ seed, 2_654_435_761) >>> 0;
  const first = of(firstNames, dice);
  const last = of(lastNames, dice >>> 3);
  return [
    `C-${String(number).padStart(8, "0")}`,
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
  ].join(",");
}

function* pieces(rows: number, seed: string): Generator<string> {
  const number = createHash("sha1").update(seed).digest().readUInt32BE(0);
  yield `${columns.map(([name]) => name).join(",")}\n`;
  for (let at = 0; at < rows; at += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, rows - at);
    yield `${Array.from({ length: count }, (_, index) => line(at + index, number)).join("\n")}\n`;
  }
}

/** Writes a file of so many customers, 12 columns each, the same for the same seed; no key comes twice. */
export async function writeCustomerFile(path: string, rows: number, seed: string): Promise<void> {
  await pipeline(Readable.from(pieces(rows, seed)), createWriteStream(path));
}
