import type { CsvEncoding } from "./csv-format";
import { CsvRefusal, type CsvRefusalCode } from "./csv-problem";

type Signature = { bytes: number[]; code: CsvRefusalCode; found: string };

// From the formats' own specifications; none of them can begin a text file in the encodings offered.
const signatures: Signature[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], code: "zip_file", found: "zip" },
  { bytes: [0x50, 0x4b, 0x05, 0x06], code: "zip_file", found: "zip" },
  { bytes: [0x1f, 0x8b], code: "zip_file", found: "gzip" },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], code: "binary_file", found: "xls" },
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], code: "binary_file", found: "pdf" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], code: "binary_file", found: "image" },
  { bytes: [0xff, 0xd8, 0xff], code: "binary_file", found: "image" },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], code: "binary_file", found: "archive" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], code: "binary_file", found: "archive" },
  { bytes: [0x42, 0x5a, 0x68, 0x39], code: "binary_file", found: "archive" },
  { bytes: [...Buffer.from("PAR1")], code: "binary_file", found: "database" },
  { bytes: [...Buffer.from("SQLite format 3\0")], code: "binary_file", found: "database" },
];

const marks: { bytes: number[]; encoding: CsvEncoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

/** Bytes from the start of a file that `refuseOtherFiles` and `encodingOfMark` want to see, or the whole file. */
export const SIGNATURE_BYTES = 16;

function startsWith(head: Uint8Array, bytes: number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

// The first member of an office document's archive is named in its first bytes, not compressed.
function kindOfZip(head: Uint8Array): string {
  const start = Buffer.from(head.subarray(0, 2_048)).toString("latin1");
  if (/\[Content_Types\]\.xml|_rels\/|xl\//.test(start)) return "xlsx";
  return start.includes("opendocument.spreadsheet") ? "ods" : "zip";
}

/** The encoding its byte order mark gives a file, or undefined when it has none. */
export function encodingOfMark(head: Uint8Array): CsvEncoding | undefined {
  return marks.find((mark) => startsWith(head, mark.bytes))?.encoding;
}

/** Throws `zip_file` or `binary_file` when the first bytes belong to another kind of file, whatever its name. */
export function refuseOtherFiles(head: Uint8Array): void {
  const signature = signatures.find((known) => startsWith(head, known.bytes));
  if (!signature) return;
  const found = signature.found === "zip" ? kindOfZip(head) : signature.found;
  throw new CsvRefusal(signature.code, { found });
}
