import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { detectCsv } from "./detect-csv";

const hungarian =
  "Név;Város;Megjegyzés\r\nSzőke Ödön;Győr;\r\nŰri Éva;Pécs;Fő utca 3.\r\nTóth Ágnes;Érd;\r\n";

function encodingOf(text: string, written: string): string {
  return detectCsv(iconv.encode(text, written), { isWhole: true }).encoding;
}

describe("encoding", () => {
  it.each(["utf-8", "utf-16le", "utf-16be"])(
    "recognises %s with and without a byte order mark",
    (encoding) => {
      const expected = { encoding, delimiter: ";", quote: '"' };
      expect(detectCsv(iconv.encode(hungarian, encoding), { isWhole: true })).toEqual(expected);
      expect(detectCsv(iconv.encode(hungarian, encoding, { addBOM: true }), { isWhole: true })).toEqual(
        expected,
      );
    },
  );

  it.each([
    ["Hungarian", hungarian, "windows-1250", "windows-1250"],
    ["Hungarian with typographic quotes", `${hungarian}„Kő” Kft.;Eger;–`, "windows-1250", "windows-1250"],
    ["one Hungarian name", "name\nGergő\n", "windows-1250", "windows-1250"],
    ["Hungarian in capitals", "NÉV\nGERGŐ\nŰRI\n", "windows-1250", "windows-1250"],
    ["Czech", "Jméno,Město\nJiří Novák,Plzeň\nŽaneta Černá,Děčín\n", "windows-1250", "windows-1250"],
    ["Czech of Unix", "Jméno,Město\nŠárka Nováková,Plzeň\nTomáš Žižka,Děčín\n", "iso-8859-2", "iso-8859-2"],
    ["Polish", "Imię,Miasto\nŁukasz Wąs,Łódź\nMałgorzata Ścibor,Kraków\n", "windows-1250", "windows-1250"],
    [
      "Polish of Unix",
      "Imię,Miasto\nŁukasz Wąs,Łódź\nMałgorzata Ścibor,Gdańsk\n",
      "iso-8859-2",
      "iso-8859-2",
    ],
    ["French", "Prénom,Ville\nHélène,Besançon\nFrançois,Nîmes\n", "windows-1252", "windows-1252"],
    ["one French name", "name\nHélène\n", "windows-1252", "windows-1252"],
    ["Spanish", "Nombre,Ciudad\nMuñoz Peña,Logroño\n", "windows-1252", "windows-1252"],
    ["Portuguese", "Nome,Cidade\nJoão Simões,São Paulo\nConceição,Évora\n", "windows-1252", "windows-1252"],
    ["Danish", "Navn,By\nSøren Ærø,Århus\n", "windows-1252", "windows-1252"],
    ["German", "Name,Stadt\nJürgen Weiß,Köln\nJäger,Fürth\n", "windows-1252", "windows-1252"],
    ["letters that all code pages share", "name\nAndré\n", "windows-1250", "windows-1252"],
  ])("recognises %s", (_, text, written, expected) => {
    expect(encodingOf(text, written)).toBe(expected);
  });

  it("accepts a character cut in two at the end of a head, and not at the end of a file", () => {
    for (const letter of ["ő", "€", "👩"]) {
      const bytes = Buffer.from(`név\n${letter}`);
      for (let missing = 1; missing < Buffer.byteLength(letter); missing += 1) {
        const head = bytes.subarray(0, bytes.length - missing);
        expect(detectCsv(head, { isWhole: false }).encoding).toBe("utf-8");
      }
    }
    expect(detectCsv(Buffer.from("nev\nX").fill(0xc5, 4), { isWhole: true }).encoding).not.toBe("utf-8");
  });

  it("keeps to UTF-8 when one character among many is damaged", () => {
    const bytes = Buffer.concat([Buffer.from(hungarian.repeat(3)), Buffer.from([0xf5])]);
    expect(detectCsv(bytes, { isWhole: true }).encoding).toBe("utf-8");
  });
});

describe("delimiter and quote", () => {
  it.each([
    ["commas", "a,b\n1,2\n", ",", '"'],
    ["semicolons beside decimal commas", "név;összeg\nAnna;1,5\nBéla;2,5\n", ";", '"'],
    ["commas within quotes", 'a;b\n"1,2,3";x\n"4,5,6";y\n', ";", '"'],
    ["tabs beside commas in text", "name\tnote\nAnna\tred, green\nBéla\tblue, white\n", "\t", '"'],
    ["bars", "a|b|c\n1|2|3\n", "|", '"'],
    ["one column", "e-mail\nanna@example.com\n", ",", '"'],
    ["one column of text with commas", "note\nred, green\nblue\n", ",", '"'],
    ["a delimiter within the header's quotes", '"a,b";c\n1;2\n3;4\n', ";", '"'],
    ["ragged rows", "a;b;c\n1;2;3\n4;5\n6;7;8\n", ";", '"'],
    ["cells in apostrophes", "'a','b'\n'x, y','z'\n", ",", "'"],
    ["names with apostrophes", "a,b\nO'Brien,D'Arcy\n", ",", '"'],
    ["both kinds of quotes", `a,b\n"x",'y'\n'z','v'\n`, ",", '"'],
    ["Excel's hint", "sep=|\na,b\n1,2\n", "|", '"'],
    ["a quote that is never closed", 'a;b\n1;2\n3;"4\n5;6\n', ";", '"'],
  ])("recognises %s", (_, text, delimiter, quote) => {
    expect(detectCsv(Buffer.from(text), { isWhole: true })).toEqual({ encoding: "utf-8", delimiter, quote });
  });

  it("does not count the row that a head cuts off", () => {
    expect(detectCsv(Buffer.from("a;b;c\n1,5;2;3\n4,5"), { isWhole: false }).delimiter).toBe(";");
  });
});

describe("refusals", () => {
  const zeros = Buffer.alloc(400, Buffer.from([0, 0, 1, 65]));
  it.each([
    ["nothing", Buffer.alloc(0), { code: "empty" }],
    ["a byte order mark alone", Buffer.from("\ufeff"), { code: "empty" }],
    ["white space alone", Buffer.from(" \r\n\n"), { code: "empty" }],
    [
      "a zip",
      Buffer.from("PK\x03\x04\x14\0\0\0\x08\0contacts.csv"),
      { code: "zip_file", params: { found: "zip" } },
    ],
    [
      "an Excel workbook",
      Buffer.from("PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml"),
      { code: "zip_file", params: { found: "xlsx" } },
    ],
    [
      "an OpenDocument sheet",
      Buffer.from("PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
      { code: "zip_file", params: { found: "ods" } },
    ],
    ["a gzip", gzipSync("a,b\n1,2\n"), { code: "zip_file", params: { found: "gzip" } }],
    [
      "an old Excel workbook",
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]),
      { code: "binary_file", params: { found: "xls" } },
    ],
    ["a PDF", Buffer.from("%PDF-1.7\n"), { code: "binary_file", params: { found: "pdf" } }],
    ["bytes that are no text", zeros, { code: "binary_file", params: { found: "unknown" } }],
  ])("refuses %s", (_, bytes, expected) => {
    expect(() => detectCsv(bytes, { isWhole: true })).toThrow(
      expect.objectContaining({ name: "CsvRefusal", ...expected }),
    );
  });

  it("leaves a stray NUL to the reader, which reports its row", () => {
    expect(detectCsv(Buffer.from("a,b\n1,\0\n"), { isWhole: true }).delimiter).toBe(",");
  });
});
