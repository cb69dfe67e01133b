import { expect, it } from "vitest";
import { proposeColumns, proposeKey } from "./propose-columns";

/** A preview of rows written as "a | b". */
function preview(header: string, ...rows: string[]) {
  const cells = (text: string) => text.split("|").map((cell) => cell.trim());
  return { columns: cells(header), rows: rows.map((row, index) => ({ line: index + 2, cells: cells(row) })) };
}

it("proposes a key, a type and a meaning for each column", () => {
  const columns = proposeColumns(
    preview(
      "Ügyfélszám | Név | E-mail cím | Irányítószám | Összeg | Mióta | Hírlevél",
      "1001 | Szőke Ödön | o@example.com | 1117 | 1.234,5 | 2024.03.01. | igen",
      "1002 | Űri Éva | | 9021 | 12 | 2023.12.24. | nem",
    ),
  );
  expect(
    columns.map(({ fieldKey, type, meaning, isKeyCandidate }) => [fieldKey, type, meaning, isKeyCandidate]),
  ).toEqual([
    ["ugyfelszam", "text", "external_id", true],
    ["nev", "text", "full_name", true],
    ["e_mail_cim", "text", "email", false],
    ["iranyitoszam", "text", "zip", true],
    ["osszeg", "number", "none", true],
    ["miota", "date", "none", true],
    ["hirlevel", "boolean", "none", true],
  ]);
  expect(columns[4]?.notation).toEqual({ decimal: ",", slashDate: null });
});

it("gives a meaning to the first of the columns that could have it, and keys that differ", () => {
  const columns = proposeColumns(preview("Phone | Mobile | phone_2 | Phone!", "06 1 | 06 2 | 06 3 | 06 4"));
  expect(columns.map((column) => column.meaning)).toEqual(["phone", "none", "none", "none"]);
  expect(columns.map((column) => column.type)).toEqual(["text", "text", "text", "text"]);
  expect(new Set(columns.map((column) => column.fieldKey)).size).toBe(4);
});

it.each([
  [
    "an identifier before an address",
    preview("Email | Customer ID", "a@x.hu | 7", "b@x.hu | 8"),
    "Customer ID",
  ],
  ["an address before a name", preview("Name | Email", "Anna | a@x.hu", "Béla | b@x.hu"), "Email"],
  [
    "the first whole column when the address has gaps",
    preview("Full Name | Email", "Anna | a@x.hu", "Béla | "),
    "Full Name",
  ],
  ["what is no name before a name", preview("Name | Badge", "Anna | A7", "Béla | B8"), "Badge"],
  ["no identifier that repeats", preview("ID | Name", "7 | Anna", "7 | Béla"), "Name"],
  ["no date", preview("Since | Name", "2024-03-01 | Anna", "2024-03-02 | Béla"), "Name"],
  ["nothing where every column repeats", preview("Name | Town", "Anna | Pécs", "Anna | Pécs"), null],
  ["nothing without rows", preview("ID | Name"), null],
])("proposes as the key %s", (_, sample, key) => {
  expect(proposeKey(proposeColumns(sample))).toBe(key);
});
