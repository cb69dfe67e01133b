import { CSV_HEAD_BYTES } from "@/lib/sources/csv/csv-format";
import { CsvRefusal } from "@/lib/sources/csv/csv-problem";
import { decodeText } from "@/lib/sources/csv/decode-text";
import { detectEncoding } from "@/lib/sources/csv/detect-encoding";
import { readUpload, readUploadHead } from "@/lib/sources/read-upload";
import { unpack } from "@/lib/sources/unpack";
import type { Person } from "./find-person";

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

type Known = Pick<Person, "keys" | "addresses">;

const anyOf = ({ keys, addresses }: Known) => [...keys, ...addresses].map(literal).join("|");

/** Finds a key or an address where it stands alone, in any case. */
export function needleOf(person: Known): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${anyOf(person)})(?![\\p{L}\\p{N}])`, "iu");
}

/** The same for PostgreSQL's `~*`. */
export function aloneInSql(person: Known): string {
  return `(^|[^[:alnum:]])(?:${anyOf(person)})($|[^[:alnum:]])`;
}

/** Whether a text that comes in pieces has one of the texts; one may be cut between two pieces. */
export async function holds(
  pieces: AsyncIterable<Buffer>,
  needle: RegExp,
  longest: number,
): Promise<boolean> {
  let before = "";
  for await (const piece of pieces) {
    const text = before + piece.toString("utf8").normalize("NFKC");
    if (needle.test(text)) return true;
    // One character more on each side says whether it stands alone.
    before = text.slice(-(longest + 2));
  }
  return false;
}

/** Whether a stored file names the person anywhere. One that cannot be read may. */
export async function mentions(uploadId: string, person: Person): Promise<boolean> {
  const longest = Math.max(...[...person.keys, ...person.addresses].map((text) => text.length));
  try {
    const { head, isWhole } = await readUploadHead(uploadId, CSV_HEAD_BYTES);
    const text = decodeText(unpack(readUpload(uploadId)), detectEncoding(head, { isWhole }));
    return await holds(text, needleOf(person), longest);
  } catch (error) {
    if (error instanceof CsvRefusal) return true;
    throw error;
  }
}
